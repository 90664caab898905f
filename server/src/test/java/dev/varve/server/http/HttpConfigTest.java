package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.HttpConfig.ConnectionLimits;
import dev.varve.server.http.HttpConfig.RequestLimits;
import dev.varve.server.http.HttpConfig.Timeouts;
import dev.varve.server.http.HttpConfig.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpConfigTest {
    @Test
    void pinsEveryDefault() {
        assertThat(HttpConfig.DEFAULT)
                .isEqualTo(
                        new HttpConfig(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000),
                                Optional.empty(),
                                new ConnectionLimits(10_000, 0, 200),
                                new RequestLimits(
                                        1024,
                                        Duration.ofSeconds(5),
                                        5_502_926_848L,
                                        16_384,
                                        32_768,
                                        65_536),
                                new Timeouts(
                                        Duration.ofSeconds(20),
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(20),
                                        1024,
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(30)),
                                TrustedProxies.NONE));
        assertThat(TlsFiles.of(Path.of("c"), Path.of("k")))
                .isEqualTo(new TlsFiles(Path.of("c"), Path.of("k"), Duration.ofSeconds(5)));
    }

    @Test
    void changesOneThingAtATime() {
        TlsFiles tls = TlsFiles.of(Path.of("c"), Path.of("k"));
        ConnectionLimits connections = new ConnectionLimits(1, 2, 3);
        HttpConfig changed = HttpConfig.DEFAULT.with(tls).with(connections);
        assertThat(changed.tls()).contains(tls);
        assertThat(changed.connections()).isEqualTo(connections);
        assertThat(changed.requests()).isEqualTo(RequestLimits.DEFAULT);
        assertThat(changed.timeouts()).isEqualTo(Timeouts.DEFAULT);
        assertThat(changed.listen()).isEqualTo(HttpConfig.DEFAULT.listen());
    }
}
