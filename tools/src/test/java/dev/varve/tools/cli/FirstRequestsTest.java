package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.Main;
import dev.varve.server.Running;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstRequestsTest {
    @TempDir private Path data;

    @Test
    void areAllAnswered() throws IOException {
        List<Inputs.Flag> flags =
                List.of(
                        new Inputs.Flag("--data", "data", data.toString()),
                        new Inputs.Flag("--listen", "listen", "127.0.0.1:0"),
                        new Inputs.Flag("--set", "space.reserve-bytes", "0"),
                        new Inputs.Flag("--set", "space.min-free-bytes", "0"));
        Inputs inputs = new Inputs(flags, Map.of(), Optional.empty());
        try (Running running = Main.start(Configuration.load(inputs).server())) {
            assertThat(FirstRequests.send(running.address())).isEqualTo(5);
        }
    }
}
