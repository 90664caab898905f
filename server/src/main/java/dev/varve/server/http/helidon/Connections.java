package dev.varve.server.http.helidon;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The connections that are open, and no more than are allowed.
final class Connections {
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final int max;

    Connections(int max) {
        this.max = max;
    }

    /// Makes room at the cost of whoever has been idle longest.
    ///
    /// @return false when all are busy
    boolean add(Connection connection) {
        if (open.size() >= max && !cutIdlest()) {
            return false;
        }
        open.add(connection);
        return true;
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    /// The one that is cut no longer counts, though it may take a moment to go.
    boolean cutIdlest() {
        Optional<Map.Entry<Long, Connection>> idlest =
                open.stream()
                        .<Map.Entry<Long, Connection>>mapMulti((each, out) -> {
                            Long since = each.idleSince();
                            if (since != null) {
                                out.accept(Map.entry(since, each));
                            }
                        })
                        .min(Comparator.comparingLong(Map.Entry::getKey));
        idlest.ifPresent(entry -> {
            open.remove(entry.getValue());
            entry.getValue().cut();
        });
        return idlest.isPresent();
    }

    int count() {
        return open.size();
    }

    void check(long now) {
        open.forEach(connection -> connection.check(now));
    }

    void cutAll() {
        open.forEach(Connection::cut);
    }

    boolean awaitNone(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!open.isEmpty()) {
            long now = System.nanoTime();
            if (now - end >= 0) {
                return false;
            }
            check(now);
            LockSupport.parkNanos(POLL);
        }
        return true;
    }
}
