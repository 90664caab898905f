package dev.varve.server;

import dev.varve.server.config.HttpSettings;
import dev.varve.server.config.ListenAddress;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.ConnectionLimits;
import dev.varve.server.http.HttpConfig.RequestLimits;
import dev.varve.server.http.HttpConfig.Timeouts;
import dev.varve.server.http.HttpConfig.TlsFiles;
import java.net.InetSocketAddress;

/// What the listener is told of a server's configuration; what has no setting keeps its default.
final class Listening {
    /// Seconds of its rate that an address which was quiet may ask for at once.
    static final int BURST_SECONDS = 2;

    /// Of heap for a request that moves a large object: a block as it is stored, the same as it was
    /// sent, a piece on its way, and as much again for all else.
    private static final long BYTES_OF_ONE = 4 << 20;

    private Listening() {}

    static HttpConfig of(ServerConfig config) {
        HttpConfig http =
                HttpConfig.DEFAULT
                        .with(socket(config.listen()))
                        .with(connections(config.http()))
                        .with(requests(config.http()))
                        .with(timeouts(config.http()));
        return config.tls()
                .map(tls -> http.with(TlsFiles.of(tls.certificate(), tls.key())))
                .orElse(http);
    }

    private static InetSocketAddress socket(ListenAddress listen) {
        return new InetSocketAddress(listen.host(), listen.port());
    }

    private static ConnectionLimits connections(HttpSettings settings) {
        int rate = settings.addressRate().orElse(0);
        return new ConnectionLimits(
                settings.maxConnections(), rate, Math.max(1, rate * BURST_SECONDS));
    }

    private static RequestLimits requests(HttpSettings settings) {
        RequestLimits rest = RequestLimits.DEFAULT;
        return new RequestLimits(
                concurrent(settings.maxRequests(), Runtime.getRuntime().maxMemory()),
                rest.patience(),
                settings.maxBody().bytes(),
                rest.targetBytes(),
                Math.toIntExact(settings.maxHeader().bytes()),
                rest.drainBytes());
    }

    /// No more than the heap has room for: a store that runs out of memory takes no more writes.
    static int concurrent(int wanted, long heap) {
        return Math.clamp(heap / BYTES_OF_ONE, 1, wanted);
    }

    private static Timeouts timeouts(HttpSettings settings) {
        Timeouts rest = Timeouts.DEFAULT;
        return new Timeouts(
                settings.headerTimeout(),
                settings.idleTimeout(),
                rest.stall(),
                settings.minBodyRate().bytes(),
                rest.send(),
                rest.linger(),
                settings.drainGrace());
    }
}
