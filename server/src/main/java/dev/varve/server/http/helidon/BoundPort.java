package dev.varve.server.http.helidon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/// One port that is bound: its socket, its way of speaking, and who takes connections in.
final class BoundPort implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel channel;
    private final Engine engine;
    private final Acceptor acceptor;

    private BoundPort(ServerSocketChannel channel, Engine engine, Acceptor acceptor) {
        this.channel = channel;
        this.engine = engine;
        this.acceptor = acceptor;
    }

    static BoundPort bind(Services services, Connections connections) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(services.config().listen(), BACKLOG);
            Engine engine = new Engine(services, connections::remove);
            return new BoundPort(channel, engine, new Acceptor(channel, engine, connections));
        } catch (IOException | RuntimeException e) { // Thrown on, with nothing left open.
            channel.close();
            throw e;
        }
    }

    void start() {
        acceptor.start();
    }

    InetSocketAddress address() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// No new connections, and no further requests on those that are open.
    void drain() {
        engine.drain();
        acceptor.close();
    }

    @Override
    public void close() {
        drain();
        engine.close();
    }
}
