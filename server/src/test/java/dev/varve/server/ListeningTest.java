package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.http.HttpConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListeningTest {
    private static HttpConfig of(String... settings) {
        List<Inputs.Flag> flags = new ArrayList<>();
        for (String each : settings) {
            int equals = each.indexOf('=');
            flags.add(
                    new Inputs.Flag(
                            "--set", each.substring(0, equals), each.substring(equals + 1)));
        }
        return Listening.of(
                Configuration.load(new Inputs(flags, Map.of(), Optional.empty())).server());
    }

    @Test
    void keepsTheListenersDefaultsWhereNothingIsSet() {
        assertThat(of().connections().max()).isEqualTo(HttpConfig.DEFAULT.connections().max());
        assertThat(of().requests().headerBytes())
                .isEqualTo(HttpConfig.DEFAULT.requests().headerBytes());
        assertThat(of().requests().bodyBytes())
                .isEqualTo(HttpConfig.DEFAULT.requests().bodyBytes());
        assertThat(of().timeouts()).isEqualTo(HttpConfig.DEFAULT.timeouts());
        assertThat(of().listen()).isEqualTo(HttpConfig.DEFAULT.listen());
        assertThat(of().tls()).isEmpty();
    }

    @Test
    void letsInNoMoreThanHalfTheHeapHolds() {
        assertThat(Listening.fitting(256L << 20)).isEqualTo(42);
        assertThat(Listening.fitting(6L << 30)).isEqualTo(1024);
        assertThat(Listening.fitting(1)).isEqualTo(16);
        int fitting = Listening.fitting(Runtime.getRuntime().maxMemory());
        assertThat(of("http.max-requests=100000").requests().concurrent())
                .isEqualTo(Math.min(100_000, fitting));
    }

    @Test
    void handsOnEverySetting() {
        HttpConfig http =
                of(
                        "listen=127.0.0.1:1234",
                        "http.max-connections=77",
                        "http.max-requests=5",
                        "http.max-header-bytes=9KiB",
                        "http.max-body-bytes=1GiB",
                        "http.address-rate=10",
                        "http.header-timeout=3s",
                        "http.idle-timeout=4s",
                        "http.min-body-rate=2KiB",
                        "http.drain-grace=6s",
                        "tls.certificate-file=cert.pem",
                        "tls.key-file=key.pem");
        assertThat(http.listen().getPort()).isEqualTo(1234);
        assertThat(http.connections()).isEqualTo(new HttpConfig.ConnectionLimits(77, 10, 20));
        assertThat(http.requests().concurrent()).isEqualTo(5);
        assertThat(http.requests().headerBytes()).isEqualTo(9 << 10);
        assertThat(http.requests().bodyBytes()).isEqualTo(1 << 30);
        assertThat(http.timeouts().head()).isEqualTo(Duration.ofSeconds(3));
        assertThat(http.timeouts().idle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(http.timeouts().bytesPerSecond()).isEqualTo(2048);
        assertThat(http.timeouts().drain()).isEqualTo(Duration.ofSeconds(6));
        assertThat(http.tls().orElseThrow().certificates()).isEqualTo(Path.of("cert.pem"));
        assertThat(http.tls().orElseThrow().key()).isEqualTo(Path.of("key.pem"));
    }
}
