package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each of these has led some pair of servers to see different requests in the same bytes. The
/// answer is an error and the end of the connection, and what follows is never taken for a request.
class MalformedIT {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private HttpListener listener = Sample.listen(Sample::echo);

    @BeforeEach
    void start() {
        listener.close();
        listener =
                Sample.listen(request -> {
                    handled.add(request.rawPath());
                    return Sample.count(request);
                });
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 44\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: 0, 0\r\n\r\n",
                "Content-Length: +5\r\n\r\nabcde",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 0x5\r\n\r\nabcde",
                "Content-Length: 5 5\r\n\r\nabcde",
                "Content-Length: 99999999999999999999\r\n\r\n",
                "Content-Length:\r\n\r\n",
                "Content-Length : 5\r\n\r\nabcde",
                " Content-Length: 5\r\n\r\nabcde",
                "X: a\r\n Content-Length: 5\r\n\r\nabcde",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding\u000b: chunked\r\n\r\n0\r\n\r\n",
                "X: a\nContent-Length: 5\r\n\r\nabcde",
                "X: a\rContent-Length: 5\r\n\r\nabcde",
                "X: a\u0000b\r\n\r\n",
                "Host: other\r\n\r\n",
                "NoColon\r\n\r\n",
                ": noname\r\n\r\n",
                "X\u00e4: a\r\n\r\n",
            })
    void refusesHeadersThatCanBeReadInTwoWays(String rest) throws IOException {
        refuses("PUT /x HTTP/1.1\r\nHost: h\r\n" + rest);
        assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5;ext=1\r\nabcde\r\n0\r\n\r\n",
                "5 \r\nabcde\r\n0\r\n\r\n",
                " 5\r\nabcde\r\n0\r\n\r\n",
                "+5\r\nabcde\r\n0\r\n\r\n",
                "-5\r\nabcde\r\n0\r\n\r\n",
                "0x5\r\nabcde\r\n0\r\n\r\n",
                "5\nabcde\r\n0\r\n\r\n",
                "5\r\nabcdeXX0\r\n\r\n",
                "5\r\nabcde\n0\r\n\r\n",
                "5\r\nabcdef\r\n0\r\n\r\n",
                "\r\nabcde\r\n0\r\n\r\n",
                "fffffffff0000005\r\nabcde\r\n0\r\n\r\n",
                "5\r\nabcde\r\n0\r\nTrailer: x\r\n\r\n",
                "5\r\nabcde\r\n0;x\r\n\r\n",
                "g\r\n\r\n0\r\n\r\n",
            })
    void refusesChunksThatCanBeReadInTwoWays(String body) throws IOException {
        refuses("PUT /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        assertThat(handled).doesNotContain("/smuggled");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G\u00ffT /x HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /x\r\nHost: h\r\n\r\n",
                "GET/x HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET\t/x HTTP/1.1\r\nHost: h\r\n\r\n",
                "CONNECTh:443 HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET  /x HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /x  HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /x HTTP/1.1 \r\nHost: h\r\n\r\n",
                "GET /x HTTP/9.9\r\nHost: h\r\n\r\n",
                "GET /x HTTP/1.1\nHost: h\r\n\r\n",
                "GET /x HTTP/1.1\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a% HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a?%zz HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a?b|c HTTP/1.1\r\nHost: h\r\n\r\n",
                "GET /a\u0001 HTTP/1.1\r\nHost: h\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
            })
    void refusesRequestLinesThatAreNone(String text) throws IOException {
        refuses(text);
        assertThat(handled).isEmpty();
    }

    private void refuses(String text) throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            client.send((text + SMUGGLED).getBytes(StandardCharsets.ISO_8859_1));
            Reply reply = client.hear();
            assertThat(reply.status()).isBetween(400, 505).isNotEqualTo(500);
            assertThat(reply.text()).contains("<Error><Code>").contains("<RequestId>");
            assertThat(reply.header("x-amz-request-id")).isPresent();
            assertThat(reply.header("content-type")).contains("application/xml");
            assertThat(reply.header("connection")).contains("close");
            assertThat(client.closesWithin(3000)).isTrue();
        }
        assertThat(handled).doesNotContain("/smuggled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gr\u00fc\u00df", "/a#b", "/a#", "/a?b#c", "b/k", "h:80"})
    void refusesTargetsThatCannotBeKept(String target) throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            Reply reply = client.get(target).hear();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("<Error><Code>Invalid");
            assertThat(handled).isEmpty();
        }
    }

    @Test
    void answersHttp10InsteadOfHanging() throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            Reply reply = client.say("GET / HTTP/1.0\n\n").hear();
            assertThat(reply.status()).isEqualTo(505);
            assertThat(reply.text()).contains("HttpVersionNotSupported");
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }

    @Test
    void takesLongTargetsAndHeadersUpToTheirLimits() throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            String key = "%41".repeat(5000);
            assertThat(client.get("/" + key).hear().status()).isEqualTo(200);
            assertThat(handled).containsExactly("/" + key);
            client.say("GET /h HTTP/1.1\nHost: h\nX: " + "x".repeat(30_000) + "\n\n");
            assertThat(client.hear().status()).isEqualTo(200);
        }
        try (RawClient client = RawClient.to(listener.port())) {
            Reply reply = client.get("/" + "a".repeat(17_000)).hear();
            assertThat(reply.status()).isEqualTo(414);
            assertThat(reply.text()).contains("RequestURITooLong");
        }
        for (String header : List.of("X: " + "x".repeat(40_000), "X: y\n".repeat(10_000))) {
            try (RawClient client = RawClient.to(listener.port())) {
                Reply reply = client.say("GET / HTTP/1.1\nHost: h\n" + header + "\n\n").hear();
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.text()).contains("RequestHeaderSectionTooLarge");
            }
        }
    }

    @Test
    void saysNothingAfterTheHeadersOfARefusedHead() throws IOException {
        try (RawClient client = RawClient.to(listener.port())) {
            client.say("HEAD /a|b HTTP/1.1\nHost: h\n\n");
            Reply reply = client.hear();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).isEmpty();
            assertThat(client.closesWithin(3000)).isTrue();
        }
    }
}
