package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorRenderer;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.TlsFiles;
import dev.varve.server.http.Relayed;
import dev.varve.server.http.RequestObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Listens for HTTP/1.1 and HTTP/2, with or without TLS, on one port or more, and gives every request
/// to the handler of its port. Connections, requests at a time and rates are counted over all ports
/// together; there is one heap for all of them.
public final class HttpListener implements AutoCloseable {
    private final List<BoundPort> ports = new ArrayList<>();
    private final Connections connections;
    private final Sweeper sweeper;
    private final HttpConfig config;
    private final Hooks hooks;
    private boolean closed;

    /// @param errors tells clients of errors
    /// @param observer sees every request
    /// @param onClose runs first when the listener is closed, such as to tell health checks
    /// @param relays tells which requests another member passed on, and for whom
    public record Hooks(
            ErrorRenderer errors,
            RequestObserver observer,
            Runnable onClose,
            Relayed.Reader relays) {
        public Hooks(ErrorRenderer errors, RequestObserver observer, Runnable onClose) {
            this(errors, observer, onClose, Relayed.Reader.NONE);
        }

        public static final Hooks NONE =
                new Hooks(ErrorRenderer.PLAIN, RequestObserver.NONE, () -> {});
    }

    /// @param tls empty for plain HTTP
    public record Port(InetSocketAddress listen, Optional<TlsFiles> tls, Handler handler) {}

    private HttpListener(HttpConfig config, Hooks hooks) {
        this.config = config;
        this.hooks = hooks;
        this.connections = new Connections(config.connections().max());
        this.sweeper = new Sweeper(connections, config.timeouts());
    }

    public static HttpListener start(HttpConfig config, Handler handler) {
        return start(config, handler, Hooks.NONE);
    }

    /// On the one port that the configuration names.
    public static HttpListener start(HttpConfig config, Handler handler, Hooks hooks) {
        return start(config, List.of(new Port(config.listen(), config.tls(), handler)), hooks);
    }

    /// @throws UncheckedIOException when an address cannot be listened on, or a certificate or its
    ///     key cannot be read; then no port is left open
    public static HttpListener start(HttpConfig config, List<Port> ports, Hooks hooks) {
        HttpListener listener = new HttpListener(config, hooks);
        try {
            listener.bind(ports);
        } catch (RuntimeException e) { // Thrown on, with nothing left open.
            listener.ports.forEach(BoundPort::close);
            throw e;
        }
        listener.ports.forEach(BoundPort::start);
        listener.sweeper.start();
        return listener;
    }

    private void bind(List<Port> asked) {
        Services shared = Services.of(config, asked.getFirst().handler(), hooks);
        for (Port port : asked) {
            try {
                Services services = shared.at(config.at(port.listen(), port.tls()), port.handler());
                ports.add(BoundPort.bind(services, connections));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot listen on " + port.listen(), e);
            }
        }
    }

    /// Of the first port.
    public InetSocketAddress address() {
        return ports.getFirst().address();
    }

    /// In the order in which the ports were given.
    public List<InetSocketAddress> addresses() {
        return ports.stream().map(BoundPort::address).toList();
    }

    public int port() {
        return address().getPort();
    }

    /// Open now, idle ones too.
    public int connections() {
        return connections.count();
    }

    /// Stops accepting, lets requests in flight come to their end for as long as is configured, then
    /// cuts off what is left.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        hooks.onClose().run();
        ports.forEach(BoundPort::drain);
        if (!connections.awaitNone(config.timeouts().drain())) {
            connections.cutAll();
            connections.awaitNone(config.timeouts().linger());
        }
        sweeper.close();
        ports.forEach(BoundPort::close);
    }
}
