package dev.varve.server.forward;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Connections to members: those that rest, to be used again, and a watch over those in use.
final class Wires implements AutoCloseable {
    private static final long TICK_MILLIS = 250;

    private final ForwardSettings settings;
    private final SSLContext tls;
    private final Map<String, Deque<Wire>> resting = new HashMap<>();
    private final Set<Wire> busy = ConcurrentHashMap.newKeySet();
    private @Nullable Thread watch;
    private boolean closed;

    Wires(ForwardSettings settings, SSLContext tls) {
        this.settings = settings;
        this.tls = tls;
    }

    /// @param fresh whether it must be one on which nothing was asked before
    Wire take(String url, boolean fresh) throws IOException {
        Wire rested = fresh ? null : rested(url);
        Wire wire = rested == null ? Wire.open(URI.create(url), settings.connect(), tls) : rested;
        busy.add(wire);
        synchronized (this) {
            if (closed) {
                discard(wire);
                throw new IOException("this server is going down");
            }
            if (watch == null) {
                watch = Thread.ofVirtual().name("varve-forward-watch").start(this::watch);
            }
        }
        return wire;
    }

    /// The one that was used last, if it is still good.
    private synchronized @Nullable Wire rested(String url) {
        Deque<Wire> all = resting.get(url);
        while (all != null && !all.isEmpty()) {
            Wire wire = all.pop();
            if (isGood(wire)) {
                return wire;
            }
            wire.close();
        }
        return null;
    }

    private static boolean isGood(Wire wire) {
        return !wire.isAnswered() && wire.age().compareTo(ForwardSettings.IDLE) < 0;
    }

    /// After an answer was read to its end.
    void give(String url, Wire used) {
        busy.remove(used);
        Wire next = used.next();
        synchronized (this) {
            Deque<Wire> all = resting.computeIfAbsent(url, _ -> new ArrayDeque<>());
            if (!closed && all.size() < ForwardSettings.MOST_IDLE) {
                all.push(next);
                return;
            }
        }
        next.close();
    }

    void discard(Wire wire) {
        busy.remove(wire);
        wire.close();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                long now = System.nanoTime();
                busy.forEach(wire -> wire.check(now));
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void sweep() {
        for (Deque<Wire> all : resting.values()) {
            all.removeIf(wire -> {
                boolean good = isGood(wire);
                if (!good) {
                    wire.close();
                }
                return !good;
            });
        }
        resting.values().removeIf(Deque::isEmpty);
    }

    /// Open now, those that rest too.
    synchronized int count() {
        return busy.size() + resting.values().stream().mapToInt(Deque::size).sum();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (watch != null) {
            watch.interrupt();
        }
        resting.values().forEach(all -> all.forEach(Wire::close));
        resting.clear();
        busy.forEach(Wire::close);
    }
}
