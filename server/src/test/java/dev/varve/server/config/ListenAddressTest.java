package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9000, 127.0.0.1, 9000, 127.0.0.1:9000",
        "localhost:0, localhost, 0, localhost:0",
        ":9000, 0.0.0.0, 9000, 0.0.0.0:9000",
        "[::1]:9000, ::1, 9000, [::1]:9000",
        "[fe80::1.2.3.4]:65535, fe80::1.2.3.4, 65535, [fe80::1.2.3.4]:65535",
        "node-1.example.com:80, node-1.example.com, 80, node-1.example.com:80"
    })
    void readsAndWrites(String text, String host, int port, String written) {
        ListenAddress address = ListenAddress.parse(text);
        assertThat(address).isEqualTo(new ListenAddress(host, port)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9000",
                "localhost",
                "::1:9000",
                "a:b",
                "a:65536",
                "http://a:1",
                "a b:1"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAnAddressThatClientsCanReach() {
        assertThat(ListenAddress.parse("0.0.0.0:9000").url(false))
                .isEqualTo("http://127.0.0.1:9000");
        assertThat(ListenAddress.parse("[::]:9000").url(true)).isEqualTo("https://127.0.0.1:9000");
        assertThat(ListenAddress.parse("[::1]:9000").url(false)).isEqualTo("http://[::1]:9000");
        assertThat(ListenAddress.parse("s3.local:0").withPort(81).url(true))
                .isEqualTo("https://s3.local:81");
    }
}
