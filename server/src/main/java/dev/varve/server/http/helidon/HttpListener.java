package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorRenderer;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.RequestObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/// Listens for HTTP/1.1 and HTTP/2, with or without TLS, and gives every request to one handler.
public final class HttpListener implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel channel;
    private final Engine engine;
    private final Connections connections;
    private final Acceptor acceptor;
    private final Sweeper sweeper;
    private final HttpConfig config;
    private final Hooks hooks;
    private boolean closed;

    /// @param errors tells clients of errors
    /// @param observer sees every request
    /// @param onClose runs first when the listener is closed, such as to tell health checks
    public record Hooks(ErrorRenderer errors, RequestObserver observer, Runnable onClose) {
        public static final Hooks NONE =
                new Hooks(ErrorRenderer.PLAIN, RequestObserver.NONE, () -> {});
    }

    private HttpListener(
            HttpConfig config, Handler handler, Hooks hooks, ServerSocketChannel channel) {
        this.config = config;
        this.hooks = hooks;
        this.channel = channel;
        this.connections = new Connections(config.connections().max());
        this.engine = new Engine(Services.of(config, handler, hooks), connections::remove);
        this.acceptor = new Acceptor(channel, engine, connections);
        this.sweeper = new Sweeper(connections, config.timeouts());
    }

    public static HttpListener start(HttpConfig config, Handler handler) {
        return start(config, handler, Hooks.NONE);
    }

    /// @throws UncheckedIOException when the address cannot be listened on, or the certificate or
    ///     its key cannot be read
    public static HttpListener start(HttpConfig config, Handler handler, Hooks hooks) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(config.listen(), BACKLOG);
                HttpListener listener = new HttpListener(config, handler, hooks, channel);
                listener.acceptor.start();
                listener.sweeper.start();
                return listener;
            } catch (IOException | RuntimeException e) { // Thrown on, with nothing left open.
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + config.listen(), e);
        }
    }

    public InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        engine.drain();
        acceptor.close();
        if (!connections.awaitNone(config.timeouts().drain())) {
            connections.cutAll();
            connections.awaitNone(config.timeouts().linger());
        }
        sweeper.close();
        engine.close();
    }
}
