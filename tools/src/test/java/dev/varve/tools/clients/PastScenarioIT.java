package dev.varve.tools.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Moments of a random history, read through `/v1` and with boto3 through buckets that show the past.
/// `-Dvarve.past.positions=1000` looks at more of them, `-Dvarve.past.seed` at those of another history.
class PastScenarioIT {
    private static final int POSITIONS = Integer.getInteger("varve.past.positions", 100);
    private static final int SEED = Integer.getInteger("varve.past.seed", 1);

    /// A hundred take half a minute.
    private static final long SECONDS = 120 + POSITIONS * 2L;

    @TempDir private Path work;

    @Test
    void whatWasThereIsStillReadAsItWas() throws IOException, InterruptedException {
        Path python = Client.cache().resolve("venv/bin/python");
        Optional<String> missing = Client.BOTO3.missing();
        if (missing.isPresent() && System.getenv("CI") == null) {
            abort(missing.get());
        }
        Path output = work.resolve("output");
        try (LiveServer server = LiveServer.start(Scheme.HTTP)) {
            ProcessBuilder builder =
                    new ProcessBuilder(python.toString(), script().toString())
                            .directory(work.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().put("ENDPOINT", server.endpoint().toString());
            builder.environment().put("AWS_ACCESS_KEY_ID", LiveServer.ACCESS_KEY);
            builder.environment().put("AWS_SECRET_ACCESS_KEY", LiveServer.SECRET_KEY);
            builder.environment().put("BUCKET_PREFIX", "history");
            builder.environment().put("PAST_POSITIONS", Integer.toString(POSITIONS));
            builder.environment().put("PAST_SEED", Integer.toString(SEED));
            Process process = builder.start();
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            assertThat(ended).as(Files.readString(output)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        }
        assertThat(Files.readString(output)).contains(POSITIONS + " moments of ");
    }

    private static Path script() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.of(here, here.resolve("tools"))
                .map(module -> module.resolve("src/test/clients/past_scenario.py"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
