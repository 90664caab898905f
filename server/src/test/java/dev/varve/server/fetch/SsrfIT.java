package dev.varve.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.varve.server.fetch.FetchFailure.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must never be reached by way of this server. The server of this machine stands for whatever
/// should not be: a test fails when it is asked.
class SsrfIT {
    private OtherServer inside;
    private OtherServer outside;
    private FetchKit kit;
    private volatile String answer = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

    @BeforeEach
    void start() throws Exception {
        inside = OtherServer.answering("HTTP/1.1 200 OK\nContent-Length: 6\n\nsecret");
        outside = OtherServer.start((request, out) -> OtherServer.write(out, answer));
        kit =
                new FetchKit()
                        .name("example.com", FetchKit.PUBLIC)
                        .leads(FetchKit.PUBLIC, outside)
                        .leads("127.0.0.1", inside)
                        .leads("169.254.169.254", inside)
                        .leads("10.0.0.1", inside)
                        .leads("::1", inside);
    }

    @AfterEach
    void close() {
        inside.close();
        outside.close();
        assertThat(inside.requests()).isEmpty();
    }

    private void redirect(String location) {
        answer = "HTTP/1.1 302 Found\nLocation: " + location + "\nContent-Length: 0\n\n";
    }

    @Test
    void fetchesFromThePublicInternet() throws Exception {
        assertThat(kit.body("http://example.com/a?b")).isEqualTo("ok");
        assertThat(kit.connected)
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral(FetchKit.PUBLIC), 80));
        assertThat(kit.asked).containsExactly("example.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "http://localhost./",
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://metadata.example/",
                "http://[::1]/",
                "http://[::]/",
                "http://0.0.0.0/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1]/",
                "http://[fd00::1]/",
                "http://2130706433/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://user@example.com/",
                "http://example.com:22/",
                "http://example.com:8080/",
                "http://a.denied.example/",
                "https://127.0.0.1/",
                "file:///etc/passwd",
                "ftp://example.com/",
                "gopher://127.0.0.1:80/_GET",
            })
    void reachesNothingElse(String url) {
        kit.name("localhost", "127.0.0.1 ::1")
                .name("metadata.example", "169.254.169.254")
                .name("a.denied.example", FetchKit.PUBLIC);
        kit.fails(url, Kind.REFUSED);
        assertThat(kit.connected).isEmpty();
    }

    @Test
    void reachesNoHostThatIsAlsoInside() {
        kit.name("both.example", FetchKit.PUBLIC + " 10.0.0.1");
        kit.fails("http://both.example/", Kind.REFUSED);
        assertThat(kit.connected).isEmpty();
    }

    /// The name is asked for once, and the address that was checked is the one that is connected to.
    @Test
    void isNotFooledByNameThatChangesItsMind() throws Exception {
        kit.name("rebind.example", FetchKit.PUBLIC, "127.0.0.1");
        assertThat(kit.body("http://rebind.example/")).isEqualTo("ok");
        assertThat(kit.asked).hasSize(1);

        kit.fails("http://rebind.example/", Kind.REFUSED);
        assertThat(kit.connected)
                .extracting(InetSocketAddress::getAddress)
                .containsExactly(InetAddress.ofLiteral(FetchKit.PUBLIC));
    }

    @Test
    void checksTheNameAnewAfterEachRedirect() {
        kit.name("rebind.example", FetchKit.PUBLIC, FetchKit.PUBLIC, "127.0.0.1");
        redirect("/again");
        kit.fails("http://rebind.example/", Kind.REFUSED);
        assertThat(kit.asked).hasSize(3);
        assertThat(kit.connected).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "//127.0.0.1/",
                "http://169.254.169.254/latest/",
                "http://inside.example/",
                "http://[::1]/",
                "http://2130706433/",
                "http://example.com:22/",
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "http://user@127.0.0.1/"
            })
    void followsNoRedirectThere(String location) {
        kit.name("inside.example", "10.0.0.1");
        redirect(location);
        kit.fails("http://example.com/", Kind.REFUSED);
        assertThat(kit.connected).hasSize(1);
    }

    @Test
    void followsFiveRedirectsAndNoMore() {
        redirect("http://example.com/again");
        FetchFailure failure = kit.fails("http://example.com/", Kind.FAILED);
        assertThat(failure.text()).contains("5 redirects");
        assertThat(kit.connected).hasSize(6);
    }

    @Test
    void fetchesWhatRedirectsLeadTo() throws Exception {
        OtherServer chain =
                OtherServer.start((request, out) -> {
                    int at = request.indexOf("/hop") + 4;
                    int hop = request.charAt(at) - '0';
                    OtherServer.write(
                            out,
                            hop == 5
                                    ? "HTTP/1.1 200 OK\nContent-Length: 3\n\nend"
                                    : "HTTP/1.1 307 X\nLocation: hop" + (hop + 1) + "\n\n");
                });
        try (chain) {
            kit.leads(FetchKit.PUBLIC, chain);
            assertThat(kit.body("http://example.com/hop0")).isEqualTo("end");
        }
    }

    @Test
    void fetchesFromHostsOfItsListAlone() throws Exception {
        FetchSettings listed =
                new FetchSettings(
                        false,
                        Set.of(80),
                        List.of("example.com", ".good.example"),
                        List.of("bad.good.example"),
                        2,
                        1 << 20,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(9),
                        0);
        kit.with(listed)
                .name("a.good.example", FetchKit.PUBLIC)
                .name("bad.good.example", FetchKit.PUBLIC)
                .name("good.example", FetchKit.PUBLIC)
                .name("other.example", FetchKit.PUBLIC);

        assertThat(kit.body("http://example.com/")).isEqualTo("ok");
        assertThat(kit.body("http://A.Good.Example/")).isEqualTo("ok");
        kit.fails("http://bad.good.example/", Kind.REFUSED);
        kit.fails("http://good.example/", Kind.REFUSED);
        kit.fails("http://other.example/", Kind.REFUSED);
        kit.fails("http://" + FetchKit.PUBLIC + "/", Kind.REFUSED);
        redirect("http://other.example/");
        kit.fails("http://example.com/", Kind.REFUSED);
    }

    /// Even where networks of the site are allowed.
    @Test
    void neverFetchesFromItself() throws Exception {
        FetchSettings open =
                new FetchSettings(
                        true,
                        Set.of(inside.port()),
                        List.of(),
                        List.of(),
                        2,
                        1 << 20,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(9),
                        0);
        Fetcher fetcher =
                new Fetcher(
                        open,
                        address -> address.getPort() == inside.port(),
                        kit,
                        kit,
                        SSLContext.getDefault());
        assertThatExceptionOfType(FetchFailure.class)
                .isThrownBy(() -> fetcher.fetch("http://127.0.0.1:" + inside.port() + "/", 9))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        assertThat(kit.connected).isEmpty();
    }

    @Test
    void tellsNothingOfWhatIsInside() {
        kit.name("inside.example", "10.0.0.1").name("free.example", "10.0.0.2");
        String taken = kit.fails("http://inside.example/", Kind.REFUSED).text();
        String free = kit.fails("http://free.example/", Kind.REFUSED).text();
        assertThat(taken).isEqualTo(free).doesNotContain("10.0.0");
    }

    @Test
    void asksWithoutAnythingOfTheCaller() throws Exception {
        kit.body("http://example.com/a?b");
        assertThat(outside.requests().getFirst().lines())
                .containsExactly(
                        "GET /a?b HTTP/1.1",
                        "Host: example.com",
                        "User-Agent: varve",
                        "Accept: */*",
                        "Accept-Encoding: identity",
                        "Connection: close",
                        "");
    }

    @Test
    void echoesNothingOfTheOtherServersAnswer() {
        answer = "HTTP/1.1 403 Very-Secret\nX-Secret: secret\nContent-Length: 6\n\nsecret";
        FetchFailure failure = kit.fails("http://example.com/", Kind.FAILED);
        assertThat(failure.text()).isEqualTo("The server answered with status 403.");
        answer = "220 secret.example ESMTP\n";
        assertThat(kit.fails("http://example.com/", Kind.FAILED).text()).doesNotContain("secret");
    }
}
