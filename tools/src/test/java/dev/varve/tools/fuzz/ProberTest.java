package dev.varve.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.ScriptedServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Servers that break one promise each, from a script.
class ProberTest {
    private static final Case RAW = Case.raw("raw", "bad bytes");
    private static final Case WHOLE = new Case("whole", RAW.bytes(), true);
    private final Findings findings = new Findings();

    private List<Promise> broken(Case sent, String... script) throws IOException {
        try (ScriptedServer server = new ScriptedServer(script)) {
            Endpoint endpoint = new Endpoint(server.address(), AccessKey.random());
            new Prober(endpoint, Canaries.of(endpoint, "canary"), findings).probe(sent, true);
        }
        return findings.broken().stream().map(Finding::promise).toList();
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);
    }

    @Test
    void acceptsRefusalsAndClosedConnections() throws IOException {
        assertThat(broken(RAW, answer("400 Bad Request", "no"))).isEmpty();
        assertThat(broken(RAW, "")).isEmpty();
        assertThat(broken(RAW, answer("501 Not Implemented", "") + answer("503 Slow", "")))
                .isEmpty();
        assertThat(findings.lines().toString()).contains("closed=1").contains("400=1");
    }

    @Test
    void findsServerErrors() throws IOException {
        assertThat(broken(RAW, answer("400 Bad Request", "") + answer("500 Internal", "")))
                .containsExactly(Promise.NO_SERVER_ERROR);
    }

    @Test
    void findsWhatIsNoHttp() throws IOException {
        assertThat(broken(RAW, "java.lang.NullPointerException\r\n\r\n"))
                .containsExactly(Promise.ANSWERS_ARE_HTTP);
    }

    @Test
    void findsLeakedFiles() throws IOException {
        assertThat(broken(RAW, answer("400 Bad Request", "<x>root:x:0:0:root</x>")))
                .containsExactly(Promise.NO_FILE_LEAKS);
    }

    /// The script answers everything at once, so the second answer is there for the GET that goes on.
    @Test
    void findsAnswersToSomethingElse() throws IOException {
        assertThat(broken(WHOLE, answer("400 Bad Request", "") + answer("200 OK", "canary")))
                .isEmpty();
        assertThat(broken(WHOLE, answer("400 Bad Request", "") + answer("404 Not Found", "")))
                .containsExactly(Promise.NO_DESYNC);
    }

    @Test
    void namesTheCaseThatBrokeIt() throws IOException {
        broken(RAW, answer("500 Internal", ""));
        assertThat(findings.broken().get(0).toString())
                .startsWith("NO_SERVER_ERROR: HTTP/1.1 500 Internal")
                .endsWith("\n  raw: bad bytes");
    }
}
