package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the lines of `docs/links.md`, one after the other.
class LinksPageIT {
    private static final Pattern LINES = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path directory;

    @Test
    void theLinesOfThePageWork() throws Exception {
        List<String> blocks =
                LINES.matcher(DocPage.of("links.md").text())
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(blocks).hasSize(4);
        Path cat = Files.write(directory.resolve("cat.jpg"), new byte[] {1, 2, 3, 4});
        try (LiveServer server = LiveServer.start(Scheme.HTTP)) {
            assertThat(run(server, createBucket())).isEmpty();
            assertThat(run(server, blocks.get(0))).isEmpty();
            assertThat(run(server, blocks.get(1))).contains("\"key\":\"cat.jpg\"", "\"etag\":");
            assertThat(run(server, "curl -sS -T cat.jpg " + url())).contains("\"LinkSpent\"");
            assertThat(run(server, blocks.get(2))).isEmpty();
            assertThat(directory.resolve("copy.jpg")).hasSameBinaryContentAs(cat);
            assertThat(run(server, "curl -sS -I " + url()))
                    .contains("200", "filename=\"my cat.jpg\"");
            assertThat(run(server, blocks.get(3))).isEmpty();
            assertThat(run(server, "curl -sS " + url())).contains("\"LinkRevoked\"");
            assertThat(server.accessLog()).content().contains("/v1/l/***").doesNotContain(token());
        }
    }

    private static String createBucket() {
        BucketName name = new BucketName("photos");
        return "curl -sS -f -u \"$KEY:$SECRET\" --aws-sigv4 aws:amz:us-east-1:s3"
                + " -H \"x-amz-content-sha256: UNSIGNED-PAYLOAD\" -X PUT"
                + " \"$SERVER/"
                + name
                + "\"\n";
    }

    private String url() throws IOException {
        String answer = Files.readString(directory.resolve("link.json"));
        return answer.replaceAll("(?s).*\"url\":\"([^\"]*)\".*", "'$1'");
    }

    private String token() throws IOException {
        String url = url();
        return url.substring(url.lastIndexOf('/') + 1, url.length() - 1);
    }

    private String run(LiveServer server, String lines) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", lines)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "KEY", LiveServer.ACCESS_KEY,
                                "SECRET", LiveServer.SECRET_KEY,
                                "SERVER", trimmed(server)));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static String trimmed(LiveServer server) {
        return server.endpoint().toString().replaceAll("/$", "");
    }
}
