package dev.varve.server.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How the listener listens. Sizes are in bytes.
///
/// @param listen port 0 takes any that is free
/// @param tls empty for plain HTTP
/// @param proxies who is believed on whom they ask for
public record HttpConfig(
        InetSocketAddress listen,
        Optional<TlsFiles> tls,
        ConnectionLimits connections,
        RequestLimits requests,
        Timeouts timeouts,
        TrustedProxies proxies) {
    public static final HttpConfig DEFAULT =
            new HttpConfig(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000),
                    Optional.empty(),
                    ConnectionLimits.DEFAULT,
                    RequestLimits.DEFAULT,
                    Timeouts.DEFAULT,
                    TrustedProxies.NONE);

    /// @param certificates PEM: the server's own certificate, then those that lead to the root
    /// @param key PEM: PKCS#8, PKCS#1 (`RSA PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`)
    /// @param poll how long a change of the files may go unnoticed
    public record TlsFiles(Path certificates, Path key, Duration poll) {
        public static TlsFiles of(Path certificates, Path key) {
            return new TlsFiles(certificates, key, Duration.ofSeconds(5));
        }
    }

    /// @param max open at a time; beyond it the one that is idle longest is closed, or the new one
    /// @param requestsPerSecond of one address; 0 for no limit
    /// @param burst what an address that was quiet may ask at once
    public record ConnectionLimits(int max, double requestsPerSecond, int burst) {
        public static final ConnectionLimits DEFAULT = new ConnectionLimits(10_000, 0, 200);
    }

    /// @param concurrent handled at a time
    /// @param patience how long one more waits for its turn before it is told to slow down
    /// @param bodyBytes of one request, framing within the body included
    /// @param targetBytes of the request line
    /// @param headerBytes of all headers
    /// @param drainBytes of a body nobody wanted, read away so that the connection can go on
    public record RequestLimits(
            int concurrent,
            Duration patience,
            long bodyBytes,
            int targetBytes,
            int headerBytes,
            int drainBytes) {
        /// A part or a plain PUT has at most 5 GiB; chunk signatures add a hundredth.
        public static final RequestLimits DEFAULT =
                new RequestLimits(
                        1024,
                        Duration.ofSeconds(5),
                        (5L << 30) + (128L << 20),
                        16 << 10,
                        32 << 10,
                        64 << 10);
    }

    /// @param head from connecting, or from a request's first byte, to the end of its headers
    /// @param idle between two requests
    /// @param stall without a byte of a body that somebody reads
    /// @param bytesPerSecond of a body, on average over the time spent waiting for it, once that
    ///     time exceeds `stall`
    /// @param send without a client taking any of an answer
    /// @param linger given to a client to read the answer after which its connection is closed
    /// @param drain given to requests in flight when the listener is closed
    public record Timeouts(
            Duration head,
            Duration idle,
            Duration stall,
            long bytesPerSecond,
            Duration send,
            Duration linger,
            Duration drain) {
        public static final Timeouts DEFAULT =
                new Timeouts(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        1024,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30));
    }

    public HttpConfig with(InetSocketAddress changed) {
        return new HttpConfig(changed, tls, connections, requests, timeouts, proxies);
    }

    public HttpConfig with(TlsFiles changed) {
        return new HttpConfig(
                listen, Optional.of(changed), connections, requests, timeouts, proxies);
    }

    public HttpConfig with(ConnectionLimits changed) {
        return new HttpConfig(listen, tls, changed, requests, timeouts, proxies);
    }

    public HttpConfig with(RequestLimits changed) {
        return new HttpConfig(listen, tls, connections, changed, timeouts, proxies);
    }

    public HttpConfig with(Timeouts changed) {
        return new HttpConfig(listen, tls, connections, requests, changed, proxies);
    }

    public HttpConfig with(TrustedProxies changed) {
        return new HttpConfig(listen, tls, connections, requests, timeouts, changed);
    }

    /// The same at another address.
    public HttpConfig at(InetSocketAddress address, Optional<TlsFiles> files) {
        return new HttpConfig(address, files, connections, requests, timeouts, proxies);
    }
}
