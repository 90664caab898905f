package dev.varve.tools.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of `docs/uploads.md`, all of them in their order, in one shell.
class UploadsPageIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final String CHECKS =
            """
            v "$URL/photos/2026/a.jpg" -o a.jpg
            cmp a.jpg tus.bin
            v -I "$URL/photos/2026/a.jpg" | grep -i '^content-type: image/jpeg'
            v "$URL/photos/2026/b.jpg" -o b.jpg
            cmp b.jpg chunks.bin
            echo all is well
            """;

    @TempDir private Path work;

    private static String commands() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path page =
                Stream.of(here, here.resolveSibling("docs"), here.resolve("docs"))
                        .map(folder -> folder.resolve("uploads.md"))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
        return BLOCK.matcher(Files.readString(page))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
    }

    @Test
    void doesWhatThePageSays() throws IOException, InterruptedException {
        write("tus.bin", 300_000);
        write("chunks.bin", 300_001);
        Path script = work.resolve("script");
        Files.writeString(script, "set -euo pipefail\n" + commands() + CHECKS);
        Path output = work.resolve("output");
        try (LiveServer server = LiveServer.start(Scheme.HTTP)) {
            ProcessBuilder builder =
                    new ProcessBuilder("bash", script.toString())
                            .directory(work.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().put("URL", server.endpoint().toString());
            builder.environment().put("KEY", LiveServer.ACCESS_KEY);
            builder.environment().put("SECRET", LiveServer.SECRET_KEY);
            Process process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(output, StandardCharsets.UTF_8)).endsWith("all is well\n");
    }

    private void write(String name, int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        Files.write(work.resolve(name), bytes);
    }
}
