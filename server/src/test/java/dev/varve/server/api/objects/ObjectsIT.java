package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.helidon.HttpListener;
import dev.varve.server.http.helidon.RawClient;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What HTTP asks of objects, as it is on the wire.
class ObjectsIT {
    private static final String ROOT = ObjectsKit.BUCKET + "/objects/";
    private static final String TEXT = "hello, layers";

    @TempDir private Path directory;
    private ObjectsKit kit;
    private HttpListener listener;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        kit = ObjectsKit.open(directory);
        listener =
                HttpListener.start(
                        HttpConfig.DEFAULT.with(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        kit.api.handler());
        client = RawClient.to(listener.port());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        listener.close();
        kit.close();
    }

    /// @param more header lines, each with its end
    private Reply ask(String method, String target, String more) throws IOException {
        return client.say(
                        method
                                + " "
                                + target
                                + " HTTP/1.1\nHost: h\nTest-User: alice\n"
                                + more
                                + "\n")
                .hear(!method.equals("HEAD"));
    }

    private Reply put(String target, String text) throws IOException {
        return client.say(
                        "PUT "
                                + target
                                + " HTTP/1.1\nHost: h\nTest-User: alice\nContent-Length: "
                                + text.getBytes(StandardCharsets.ISO_8859_1).length
                                + "\n\n"
                                + text)
                .hear();
    }

    private static String header(Reply reply, String name) {
        return reply.header(name).orElse("");
    }

    @Test
    void givesRangesWithTheirOwnLength() throws IOException {
        put(ROOT + "k", TEXT);

        Reply range = ask("GET", ROOT + "k", "Range: bytes=7-10\n");
        assertThat(range.status()).isEqualTo(206);
        assertThat(header(range, "content-length")).isEqualTo("4");
        assertThat(header(range, "content-range")).isEqualTo("bytes 7-10/13");
        assertThat(range.text()).isEqualTo("laye");
        assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo(TEXT);
    }

    @Test
    void refusesRangesBehindTheEnd() throws IOException {
        put(ROOT + "k", TEXT);

        Reply refused = ask("GET", ROOT + "k", "Range: bytes=13-\n");
        assertThat(refused.status()).isEqualTo(416);
        assertThat(header(refused, "content-range")).isEqualTo("bytes */13");
        assertThat(header(refused, "content-type")).isEqualTo("application/problem+json");
        assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo(TEXT);
    }

    @Test
    void saysTheLengthOfTheWholeToHead() throws IOException {
        put(ROOT + "k", TEXT);

        for (String range : new String[] {"", "Range: bytes=0-1\n", "Range: bytes=99-\n"}) {
            Reply head = ask("HEAD", ROOT + "k", range);
            assertThat(head.status()).isEqualTo(200);
            assertThat(header(head, "content-length")).isEqualTo("13");
            assertThat(header(head, "etag")).startsWith("\"").endsWith("\"").hasSize(34);
        }
        assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo(TEXT);
    }

    @Test
    void sendsNothingThatIsNotModified() throws IOException {
        String tag = header(put(ROOT + "k", TEXT), "etag");

        Reply same = ask("GET", ROOT + "k", "If-None-Match: \"x\", W/" + tag + "\n");
        assertThat(same.status()).isEqualTo(304);
        assertThat(header(same, "etag")).isEqualTo(tag);
        assertThat(header(same, "content-length")).isEqualTo("13");
        assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo(TEXT);
    }

    /// The tag decides, though the date would say that it is not modified.
    @Test
    void letsTheTagWinOverTheDate() throws IOException {
        put(ROOT + "k", TEXT);

        Reply other =
                ask(
                        "GET",
                        ROOT + "k",
                        "If-None-Match: \"x\"\nIf-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\n");
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void asksForNoBodyThatWouldBeRefused() throws IOException {
        put(ROOT + "k", TEXT);

        Reply refused =
                ask(
                        "PUT",
                        ROOT + "k",
                        "If-None-Match: *\nContent-Length: 5\nExpect: 100-continue\n");
        assertThat(refused.status()).isEqualTo(412);
    }

    @Test
    void asksForTheBodyItTakes() throws IOException {
        Reply go = ask("PUT", ROOT + "k", "Content-Length: 5\nExpect: 100-continue\n");
        assertThat(go.status()).isEqualTo(100);
        assertThat(client.say("layer").hear().status()).isEqualTo(201);
        assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo("layer");
    }

    @Test
    void goesOnAfterErrors() throws IOException {
        assertThat(ask("GET", ROOT + "none", "").status()).isEqualTo(404);
        assertThat(
                        client.say(
                                        "PUT "
                                                + ROOT
                                                + "k HTTP/1.1\nHost: h\nTest-User: alice\n"
                                                + "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==\n"
                                                + "Content-Length: 5\n\nlayer")
                                .hear()
                                .status())
                .isEqualTo(400);
        Reply deleted = ask("DELETE", ROOT + "k", "");
        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.header("content-length")).isEmpty();
        assertThat(put(ROOT + "k", TEXT).status()).isEqualTo(201);
        assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "a//b,      a//b",
        "/a,        /a",
        "a/,        a/",
        "..,        ..",
        "../..,     ../..",
        "a/./b,     a/./b",
        "%2e%2e,    ..",
        "a%2Fb,     a/b",
        "a%252Fb,   a%2Fb",
        "%3Fx%23,   ?x#",
        "a+b%20c,   a+b c",
        "%C3%BC%E4%B8%AD, \u00fc\u4e2d"
    })
    void takesAnyKey(String path, String key) throws IOException {
        Reply made = put(ROOT + path, TEXT);
        assertThat(made.status()).isEqualTo(201);

        assertThat(ask("GET", ROOT + path, "").text()).isEqualTo(TEXT);
        assertThat(ask("GET", header(made, "location"), "").text()).isEqualTo(TEXT);
        assertThat(kit.send("GET", "/objects").text("/objects/0/key")).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%C3", "a%"})
    void refusesPathThatCannotBeDecoded(String path) throws IOException {
        assertThat(put(ROOT + path, TEXT).status()).isEqualTo(400);
    }

    @Test
    void storesBodiesWithoutLength() throws IOException {
        Reply made =
                ask("PUT", ROOT + "k", "Transfer-Encoding: chunked\n\n5\nhello\n8\n, layers\n0\n");
        assertThat(made.status()).isEqualTo(201);
        assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo(TEXT);
    }

    @Test
    void storesNothingOfABodyThatBreaksOff() throws IOException {
        put(ROOT + "k", TEXT);
        client.say(
                "PUT "
                        + ROOT
                        + "k HTTP/1.1\nHost: h\nTest-User: alice\nContent-Length: 500\n\nhal");
        client.closeOutput();
        assertThat(client.hear().status()).isEqualTo(400);

        try (RawClient other = RawClient.to(listener.port())) {
            client = other;
            assertThat(ask("GET", ROOT + "k", "").text()).isEqualTo(TEXT);
        }
    }

    /// Header values that no header could carry are encoded as in mail; JSON gives them as they are.
    @Test
    void givesBackMetadataInUtf8() throws IOException {
        client.say("PUT " + ROOT + "k HTTP/1.1\nHost: h\nTest-User: alice\nX-Meta-A: ");
        client.send("\u00fc".getBytes(StandardCharsets.UTF_8)).say("\nContent-Length: 0\n\n");
        assertThat(client.hear().status()).isEqualTo(201);

        assertThat(header(ask("GET", ROOT + "k", ""), "x-meta-a")).isEqualTo("=?UTF-8?B?w7w=?=");
        assertThat(kit.send("GET", "/metadata/k").text("/custom/a")).isEqualTo("\u00fc");
    }
}
