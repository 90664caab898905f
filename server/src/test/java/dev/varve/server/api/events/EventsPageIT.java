package dev.varve.server.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.DocPage;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.helidon.HttpListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of `docs/events.md` do what the page says: none fails, in the order of the page.
class EventsPageIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

    /// Who asks is in a header here.
    private static final String BEFORE =
            """
            set -euo pipefail
            curl() { command curl -H 'test-user: alice' "$@"; }
            """;

    @TempDir private Path directory;

    @Test
    void everyCommandWorks() throws Exception {
        String script =
                BLOCK.matcher(DocPage.of("events.md").text())
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.joining());
        try (EventsKit kit = new EventsKit(directory.resolve("store"));
                HttpListener listener =
                        HttpListener.start(
                                HttpConfig.DEFAULT.with(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                                kit.api.handler())) {
            kit.api.bucket("bkt");
            kit.put("alice", "bkt", "a/hello.txt");
            ProcessBuilder bash =
                    new ProcessBuilder("bash", "-c", BEFORE + script)
                            .directory(directory.toFile())
                            .redirectErrorStream(true);
            bash.environment().put("VARVE", "http://127.0.0.1:" + listener.port());
            bash.environment().put("VARVE_KEY", "id:secret");
            Process process = bash.start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(script.lines().filter(line -> line.startsWith("api ")))
                    .hasSizeGreaterThan(5);
        }
    }
}
