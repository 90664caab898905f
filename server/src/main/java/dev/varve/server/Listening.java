package dev.varve.server;

import dev.varve.server.config.HttpSettings;
import dev.varve.server.config.ListenAddress;
import dev.varve.server.config.ListenerSettings;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.ConnectionLimits;
import dev.varve.server.http.HttpConfig.RequestLimits;
import dev.varve.server.http.HttpConfig.Timeouts;
import dev.varve.server.http.HttpConfig.TlsFiles;
import dev.varve.server.http.TrustedProxies;
import java.net.InetSocketAddress;
import java.util.Optional;

/// What the listener is told of a server's configuration; what has no setting keeps its default.
final class Listening {
    /// Seconds of its rate that an address which was quiet may ask for at once.
    static final int BURST_SECONDS = 2;

    /// What one request may hold on to: a block of an object as it is stored and as it was, and
    /// what it reads and writes by.
    private static final long BYTES_OF_A_REQUEST = 3L << 20;

    private static final int FEWEST = 16;

    private Listening() {}

    static HttpConfig of(ServerConfig config) {
        ListenerSettings first = config.listeners().getFirst();
        return HttpConfig.DEFAULT
                .with(connections(config.http()))
                .with(requests(config.http()))
                .with(timeouts(config.http()))
                .with(new TrustedProxies(config.http().trustedProxies()))
                .at(socket(first.address()), tls(first));
    }

    static Optional<TlsFiles> tls(ListenerSettings listener) {
        return listener.tls().map(tls -> TlsFiles.of(tls.certificate(), tls.key()));
    }

    static InetSocketAddress socket(ListenAddress listen) {
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
                Math.min(settings.maxRequests(), fitting(Runtime.getRuntime().maxMemory())),
                rest.patience(),
                settings.maxBody().bytes(),
                rest.targetBytes(),
                Math.toIntExact(settings.maxHeader().bytes()),
                rest.drainBytes());
    }

    /// So many that half the heap holds them, whatever they are; others wait for their turn.
    static int fitting(long heap) {
        return Math.clamp(heap / 2 / BYTES_OF_A_REQUEST, FEWEST, Integer.MAX_VALUE);
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
