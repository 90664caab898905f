package dev.varve.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Pattern PYTHON = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The example of the libraries of Standard Webhooks.
    @Test
    void signsAsStandardWebhooksDoes() {
        Map<String, String> headers =
                Signatures.headers(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        bytes("{\"test\": 2432232314}"),
                        List.of(SECRET));
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry(
                        "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void thePageChecksWhatIsSignedByEitherSecret() throws Exception {
        byte[] body = bytes("{\"é\":1}");
        Map<String, String> headers =
                Signatures.headers("id-1", Instant.now(), body, List.of(OTHER, SECRET));
        assertThat(headers.getOrDefault("webhook-signature", "").split(" ", -1)).hasSize(2);
        assertThat(verify(SECRET, headers, "{\"é\":1}")).isEqualTo("True");
        assertThat(verify(OTHER, headers, "{\"é\":1}")).isEqualTo("True");
        assertThat(verify(OTHER, headers, "{\"é\":2}")).isEqualTo("False");
        assertThat(verify("whsec_" + "A".repeat(32), headers, "{\"é\":1}")).isEqualTo("False");
    }

    private String verify(String secret, Map<String, String> headers, String body)
            throws Exception {
        Path page = Path.of(System.getProperty("basedir", "."), "..", "docs", "webhooks.md");
        Matcher snippet = PYTHON.matcher(Files.readString(page));
        assertThat(snippet.find()).isTrue();
        String script =
                snippet.group(1)
                        + "import json, sys\n"
                        + "print(verify(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3].encode()))\n";
        Path file = Files.writeString(directory.resolve("check.py"), script);
        Process python =
                new ProcessBuilder(
                                "python3",
                                file.toString(),
                                secret,
                                new ObjectMapper().writeValueAsString(headers),
                                body)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }
}
