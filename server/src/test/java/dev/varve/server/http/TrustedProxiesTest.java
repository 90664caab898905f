package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedProxiesTest {
    private static final Pattern LINES = Pattern.compile("\\|");

    private final TrustedProxies proxies =
            new TrustedProxies(
                    List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("::1")));

    private TrustedProxies.Client client(String peer, Headers headers) {
        return proxies.client(InetAddress.ofLiteral(peer), false, headers);
    }

    private static Headers headers(String name, String values) {
        Headers headers = new Headers();
        LINES.splitAsStream(values).forEach(value -> headers.add(name, value));
        return headers;
    }

    /// A bar stands between header lines.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    10.0.0.1 ; 203.0.113.9                               ; 203.0.113.9
                    10.0.0.1 ; 1.2.3.4, 203.0.113.9                      ; 203.0.113.9
                    10.0.0.1 ; 1.2.3.4, 203.0.113.9, 10.0.0.7            ; 203.0.113.9
                    10.0.0.1 ; 1.2.3.4|203.0.113.9|10.0.0.7, 10.0.0.8    ; 203.0.113.9
                    10.0.0.1 ; 203.0.113.9:4711                          ; 203.0.113.9
                    10.0.0.1 ; 2001:db8::7                               ; 2001:db8:0:0:0:0:0:7
                    10.0.0.1 ; [2001:db8::7]:443                         ; 2001:db8:0:0:0:0:0:7
                    10.0.0.1 ; [2001:db8::7]                             ; 2001:db8:0:0:0:0:0:7
                    10.0.0.1 ; ::ffff:203.0.113.9                        ; 203.0.113.9
                    10.0.0.1 ; 10.0.0.9, 10.0.0.8                        ; 10.0.0.9
                    ::1      ; 203.0.113.9                               ; 203.0.113.9
                    10.0.0.1 ; unknown                                   ; 10.0.0.1
                    10.0.0.1 ; 1.2.3.4, garbage                          ; 10.0.0.1
                    10.0.0.1 ; 1.2.3.4, garbage, 10.0.0.8                ; 10.0.0.8
                    10.0.0.1 ; 1.2.3.4,                                  ; 1.2.3.4
                    10.0.0.1 ; 1.2.3.4, , 10.0.0.8                       ; 10.0.0.8
                    10.0.0.1 ; 999.1.1.1                                 ; 10.0.0.1
                    10.0.0.1 ; 1.2.3.4:notaport                          ; 10.0.0.1
                    10.0.0.1 ; [::1                                      ; 10.0.0.1
                    10.0.0.1 ; localhost                                 ; 10.0.0.1
                    10.0.0.1 ; 3                                         ; 10.0.0.1
                    10.0.0.1 ; ${jndi:ldap://x}                          ; 10.0.0.1
                    192.0.2.5; 203.0.113.9                               ; 192.0.2.5
                    """)
    void takesTheLastHopThatIsNoTrustedProxy(String peer, String forwarded, String client) {
        assertThat(client(peer, headers("X-Forwarded-For", forwarded)).address()).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    for=203.0.113.9                                        | 203.0.113.9
                    for=1.2.3.4, for=203.0.113.9;proto=https;by=10.0.0.1   | 203.0.113.9
                    For="[2001:db8::7]:4711"                               | 2001:db8:0:0:0:0:0:7
                    proto=https                                            | 10.0.0.1
                    for=_hidden                                            | 10.0.0.1
                    for="unknown"                                          | 10.0.0.1
                    for="                                                  | 10.0.0.1
                    """)
    void readsForwardedAlike(String forwarded, String client) {
        assertThat(client("10.0.0.1", headers("Forwarded", forwarded)).address()).isEqualTo(client);
    }

    @Test
    void believesNeitherHeaderWhereTheyNameTwoClients() {
        Headers headers = headers("X-Forwarded-For", "203.0.113.9");
        headers.set("Forwarded", "for=198.51.100.1");

        assertThat(client("10.0.0.1", headers).address()).isEqualTo("10.0.0.1");
        headers.set("Forwarded", "for=203.0.113.9");
        assertThat(client("10.0.0.1", headers).address()).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,  https,      true",
        "10.0.0.1,  HTTPS,      true",
        "10.0.0.1,  http,       false",
        "10.0.0.1,  'http, https', true",
        "10.0.0.1,  gopher,     false",
        "10.0.0.1,  '',         false",
        "192.0.2.5, https,      false"
    })
    void takesTheSchemeOfProxiesOnly(String peer, String scheme, boolean secure) {
        assertThat(client(peer, headers("X-Forwarded-Proto", scheme)).secure()).isEqualTo(secure);
    }

    @Test
    void takesTheSchemeOfForwarded() {
        assertThat(client("10.0.0.1", headers("Forwarded", "for=1.2.3.4;proto=https")).secure())
                .isTrue();
    }

    @Test
    void keepsWhatItKnowsOfTlsWhereNobodySaysBetter() {
        Headers garbled = headers("X-Forwarded-Proto", "gopher");

        assertThat(proxies.client(InetAddress.ofLiteral("10.0.0.1"), true, garbled).secure())
                .isTrue();
    }

    @Test
    void believesNobodyByDefault() {
        Headers headers = headers("X-Forwarded-For", "203.0.113.9");

        assertThat(
                        TrustedProxies.NONE
                                .client(InetAddress.ofLiteral("127.0.0.1"), false, headers)
                                .address())
                .isEqualTo("127.0.0.1");
    }

    @Test
    void looksAtSoManyHopsAndNoMore() {
        String many = "203.0.113.9" + ", 10.0.0.2".repeat(10_000);

        assertThat(client("10.0.0.1", headers("X-Forwarded-For", many)).address())
                .isEqualTo("10.0.0.2");
    }
}
