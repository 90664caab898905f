package dev.varve.tools.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class S3ConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final String LAST =
            "HTTP/1.1 404 No\r\nContent-Length: 1@\r\nConnection: close\r\n\r\nx";

    private static final byte[] REQUEST = "any".getBytes(StandardCharsets.US_ASCII);

    /// The answers that a connection reads from a script, until it is closed.
    private static List<S3Answer> read(String script, int count, boolean bodyless)
            throws IOException {
        List<S3Answer> answers = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(script);
                S3Connection connection = S3Connection.open(server.address(), PATIENCE)) {
            connection.send(REQUEST);
            for (int i = 0; i < count; i++) {
                answers.add(connection.receive(bodyless));
            }
        }
        return answers;
    }

    private static S3Answer readOne(String script) throws IOException {
        return read(script, 1, false).get(0);
    }

    @Test
    void readsBodyOfDeclaredLength() throws IOException {
        S3Answer answer =
                readOne("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"x\"\r\n\r\nhello");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
        assertThat(answer.header("etag")).contains("\"x\"");
        assertThat(answer.header("tag")).isEmpty();
        assertThat(answer.keepsConnection()).isTrue();
    }

    @Test
    void readsAnswersThatComeInPieces() throws IOException {
        List<S3Answer> answers =
                read("HTTP/1.1 20@0 OK\r\nContent-Length: 3\r@\n\r@\nab@c" + LAST, 2, false);
        assertThat(answers).extracting(S3Answer::text).containsExactly("abc", "x");
        assertThat(answers).extracting(S3Answer::status).containsExactly(200, 404);
        assertThat(answers.get(1).keepsConnection()).isFalse();
    }

    @Test
    void readsChunks() throws IOException {
        assertThat(
                        readOne(CHUNKED + "4;x=y\r\nabcd\r\nA\r\n0123456789\r\n0\r\nt: v\r\n\r\n")
                                .text())
                .isEqualTo("abcd0123456789");
    }

    @Test
    void readsToTheEndWithoutLength() throws IOException {
        assertThat(readOne("HTTP/1.1 200 OK\r\n\r\nall @of it").text()).isEqualTo("all of it");
    }

    @Test
    void skipsInterimAnswers() throws IOException {
        assertThat(readOne("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n").status())
                .isEqualTo(204);
    }

    @Test
    void expectsNoBodyWhereNoneFollows() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n";
        assertThat(read(head + head, 2, true))
                .extracting(S3Answer::status)
                .containsExactly(200, 200);
        assertThat(readOne("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n").status())
                .isEqualTo(304);
    }

    @Test
    void failsWhenConnectionEndsTooSoon() {
        assertThatThrownBy(() -> readOne("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> readOne("HTTP/1.1 200 OK\r\nCont"))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void failsForWhatIsNoHttp() {
        assertThatThrownBy(() -> readOne("SSH-2.0-x\r\n\r\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> readOne("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> readOne(CHUNKED + "1\r\nabc\r\n")).hasMessageContaining("longer");
    }

    @Test
    void losesPatience() throws IOException {
        try (ScriptedServer server = new ScriptedServer("@@@@@@@@@@");
                S3Connection connection =
                        S3Connection.open(server.address(), Duration.ofMillis(50))) {
            connection.send(REQUEST);
            assertThatThrownBy(() -> connection.receive(false))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }
}
