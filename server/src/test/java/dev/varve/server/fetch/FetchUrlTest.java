package dev.varve.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.varve.server.fetch.FetchFailure.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchUrlTest {
    private static FetchUrl parse(String text) {
        try {
            return FetchUrl.parse(text);
        } catch (FetchFailure e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(String text, Kind... kinds) {
        assertThatExceptionOfType(FetchFailure.class)
                .as(text)
                .isThrownBy(() -> FetchUrl.parse(text))
                .satisfies(e -> assertThat(e.kind()).isIn((Object[]) kinds));
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com,            http://example.com/",
        "HTTP://Example.COM/A,          http://example.com/A",
        "https://example.com:443/a?b=c, https://example.com/a?b=c",
        "https://example.com:80/,       https://example.com:80/",
        "http://example.com:443,        http://example.com:443/",
        "http://example.com?q,          http://example.com/?q",
        "http://example.com/a#frag,     http://example.com/a",
        "http://example.com./a,         http://example.com/a",
        "http://a_b.example.com/,       http://a_b.example.com/",
        "http://xn--bcher-kva.example/, http://xn--bcher-kva.example/",
        "http://1.2.3.4/,               http://1.2.3.4/",
        "http://[::1]/,                 http://[0:0:0:0:0:0:0:1]/",
        "http://[2001:DB8::1]:8080/x,   http://[2001:db8:0:0:0:0:0:1]:8080/x",
        "http://[::ffff:1.2.3.4]/,      http://1.2.3.4/",
        "http://1.2.3.4.example/,       http://1.2.3.4.example/",
        "http://a/%2e%2e/b//c,          http://a/%2e%2e/b//c"
    })
    void readsUrls(String text, String meaning) {
        assertThat(parse(text)).hasToString(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.com/",
                "gopher://example.com:70/_x",
                "dict://example.com:11211/",
                "jar:http://example.com!/",
                "data:text/plain,x",
                "javascript:1",
                "//example.com/",
                "/etc/passwd",
                "example.com",
                "ldap://example.com",
                "http+unix://%2Fvar%2Frun%2Fdocker.sock/info"
            })
    void takesNoOtherScheme(String text) {
        assertRefused(text, Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.0.0.1/",
                "http://127.0.0.0x1/",
                "http://0177.0.0.1/",
                "http://017700000001/",
                "http://127.1/",
                "http://127.0.1/",
                "http://127.0.0.01/",
                "http://127.0.0.1.1/",
                "http://256.0.0.1/",
                "http://0/",
                "http://1.2.3.4.5./",
                "http://example.com.1/",
                "http://0x/",
                "http://user@example.com/",
                "http://user:password@example.com/",
                "http://example.com@127.0.0.1/",
                "http://@example.com/"
            })
    void takesNoOddAddressAndNoUser(String text) {
        assertRefused(text, Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http:///path",
                "http:example.com",
                "http:/example.com",
                "http://exa mple.com/",
                "http://example.com\\@127.0.0.1/",
                "http://example.com/\r\nHost: x",
                "http://example.com/\0",
                "http://exämple.com/",
                "http://example.com/ä",
                "http://127。0。0。1/",
                "http://①②⑦.0.0.1/",
                "http://example.com:/",
                "http://example.com:0/",
                "http://example.com:080/",
                "http://example.com:-1/",
                "http://example.com:123456/",
                "http://example.com:80:80/",
                "http://.example.com/",
                "http://example..com/",
                "http://-example.com/",
                "http://%31%32%37.0.0.1/",
                "http://[::1/",
                "http://[::1%25lo]/",
                "http://[::1]x/",
                "http://[1::2::3]/",
                "http://[vF.x]/",
                "http://[127.0.0.1/",
                "http://example.com/<script>"
            })
    void takesNothingThatOthersReadInAnotherWay(String text) {
        assertRefused(text, Kind.INVALID, Kind.REFUSED);
    }

    @Test
    void takesNothingLong() {
        assertRefused("http://example.com/" + "a".repeat(4096), Kind.INVALID);
        assertRefused("http://" + "a.".repeat(127) + "com/", Kind.INVALID);
        assertRefused("http://" + "a".repeat(64) + ".com/", Kind.INVALID);
        assertThat(parse("http://" + "a".repeat(63) + ".com/").host()).hasSize(67);
    }

    @ParameterizedTest
    @CsvSource({
        "/x?y,                  https://example.com:8443/x?y",
        "x,                     https://example.com:8443/a/x",
        "../x,                  https://example.com:8443/x",
        "?q,                    https://example.com:8443/a/?q",
        "//other.example/x,     https://other.example/x",
        "https://127.0.0.1/x,   https://127.0.0.1/x"
    })
    void followsRedirects(String location, String meaning) throws FetchFailure {
        FetchUrl url = parse("https://example.com:8443/a/b?c");
        assertThat(url.redirected(location)).hasToString(meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "file:///etc/passwd",
                "https://2130706433/",
                "https://user@example.com/",
                "//user@example.com/",
                "a b",
                "\\\\example.com",
                "https://example.com:99999999/"
            })
    void followsNoRedirectToWhatItWouldNotFetch(String location) {
        FetchUrl url = parse("https://example.com/a");
        assertThatExceptionOfType(FetchFailure.class).isThrownBy(() -> url.redirected(location));
    }
}
