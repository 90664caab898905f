package dev.varve.server.http.helidon;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes connections in, on one thread, until it is closed. Nothing that one connection does, and no
/// lack of file descriptors, ends it.
final class Acceptor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration LAST = Duration.ofSeconds(2);

    private final ServerSocketChannel channel;
    private final Engine engine;
    private final Connections connections;
    private final Thread thread;

    Acceptor(ServerSocketChannel channel, Engine engine, Connections connections) {
        this.channel = channel;
        this.engine = engine;
        this.connections = connections;
        this.thread = Thread.ofPlatform().name("varve-accept").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (channel.isOpen()) {
            try {
                take(channel.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) { // Most likely too many open files.
                log.warn("Cannot accept a connection: {}", e.getMessage());
                connections.cutIdlest();
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    private void take(SocketChannel socket) throws IOException {
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            Connection connection = new Connection(socket, engine);
            if (connections.add(connection)) {
                engine.executor().execute(connection);
            } else {
                socket.close();
            }
        } catch (IOException
                | RejectedExecutionException e) { // It left already, or we are closing.
            log.debug("A connection was not taken", e);
            socket.close();
        }
    }

    /// Waits for the thread too: the kernel goes on to connect while it still waits for somebody.
    @Override
    public void close() {
        try {
            channel.close();
            if (thread.getState() != Thread.State.NEW) {
                thread.join(LAST);
            }
        } catch (IOException e) {
            log.warn("Cannot stop listening", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
