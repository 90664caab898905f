package dev.varve.tools.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Stands before a node: what other nodes ask it comes through here, and is held, slowed or broken
/// off, as the weather between the two says.
final class FaultyProxy implements AutoCloseable {
    private static final int CHUNK = 4 << 10;
    private static final int LOOK_EVERY = 20;

    private final ServerSocket listening;
    private final Function<Socket, Optional<String>> callers;
    private final Map<String, Weather> weather = new ConcurrentHashMap<>();
    private final Set<String> felt = ConcurrentHashMap.newKeySet();
    private final Set<Way> open = ConcurrentHashMap.newKeySet();
    private volatile int behind;
    private volatile boolean closed;

    /// @param callers names who opened a connection; it is broken off where nobody is known
    FaultyProxy(Function<Socket, Optional<String>> callers) {
        this.callers = callers;
        try {
            listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("faulty-proxy").start(this::serve);
    }

    int port() {
        return listening.getLocalPort();
    }

    /// Where the node listens from now on.
    void leadTo(int port) {
        behind = port;
    }

    void set(String from, Weather changed) {
        weather.put(from, changed);
        felt.remove(from);
        if (changed.refuses()) {
            open.stream()
                    .filter(way -> way.from.equals(from))
                    .forEach(way -> {
                        felt.add(from);
                        way.breakOff();
                    });
        }
    }

    /// Whether anything on the way from there was held, slowed or broken off since its weather changed.
    boolean felt(String from) {
        return felt.contains(from);
    }

    private Weather weather(String from) {
        return weather.getOrDefault(from, Weather.CALM);
    }

    private void serve() {
        while (!closed) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().start(() -> take(socket));
            } catch (IOException e) {
                return; // it is closed
            }
        }
    }

    private void take(Socket socket) {
        Optional<String> from = callers.apply(socket);
        if (from.isEmpty() || weather(from.get()).refuses()) {
            from.ifPresent(felt::add);
            reset(socket);
            return;
        }
        Socket node = new Socket();
        Way way = new Way(from.get(), socket, node);
        try {
            node.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
        } catch (IOException e) {
            way.breakOff();
            return;
        }
        open.add(way);
        Thread.ofVirtual().start(() -> way.carry(socket, node, false));
        way.carry(node, socket, true);
    }

    /// Without the farewell of TCP.
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            return; // it is closed already
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Way::breakOff);
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One connection.
    private final class Way {
        private final String from;
        private final Socket caller;
        private final Socket node;
        private volatile boolean broken;
        private long carried;

        Way(String from, Socket caller, Socket node) {
            this.from = from;
            this.caller = caller;
            this.node = node;
        }

        void breakOff() {
            broken = true;
            open.remove(this);
            reset(caller);
            reset(node);
        }

        void carry(Socket source, Socket target, boolean answer) {
            byte[] chunk = new byte[CHUNK];
            try {
                InputStream in = source.getInputStream();
                OutputStream out = target.getOutputStream();
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    int passes = pass(read, answer);
                    out.write(chunk, 0, passes);
                    if (passes < read) {
                        breakOff();
                        return;
                    }
                }
                target.shutdownOutput();
                if (answer) {
                    breakOff(); // the node has said all
                }
            } catch (IOException e) {
                breakOff();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /// Waits as the weather wants it, and tells how much of a chunk gets through.
        private int pass(int bytes, boolean answer) throws InterruptedException {
            Weather now = weather(from);
            while (now.holds(answer) && !broken) {
                felt.add(from);
                Thread.sleep(LOOK_EVERY);
                now = weather(from);
            }
            sleep(now.millis(bytes));
            boolean torn = isTorn(bytes, now);
            if (torn) {
                felt.add(from);
            }
            return broken || torn ? bytes / 2 : bytes;
        }

        private void sleep(long millis) throws InterruptedException {
            if (millis > 0) {
                felt.add(from);
                Thread.sleep(millis);
            }
        }

        private synchronized boolean isTorn(int bytes, Weather now) {
            carried += bytes;
            return now.breaksAfter() > 0 && carried > now.breaksAfter();
        }
    }
}
