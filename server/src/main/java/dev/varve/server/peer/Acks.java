package dev.varve.server.peer;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How far other members have this node's journal, as they told since the start. For any number of
/// threads.
public final class Acks {
    private final Map<NodeId, Told> told = new HashMap<>();
    private final Map<NodeId, Long> times = new HashMap<>();
    private final long begun = System.nanoTime();

    /// What a member said last.
    ///
    /// @param by its incarnation, which may hold less than the one before
    /// @param last the last event of its own that others fold, or a later one than when it had `held`
    public record Told(Origin by, Held held, Position last) {
        private static final Position UNSAID = new Position(Long.MAX_VALUE);

        /// One that does not say what it did itself: nobody ever knows whether all of that is here.
        static Told ofEarlierRelease(NodeId by, Held held) {
            return new Told(new Origin(by, 1), held, UNSAID);
        }

        private Told or(Told later) {
            return later.by.incarnation() > by.incarnation()
                    ? later
                    : later.by.incarnation() < by.incarnation()
                            ? this
                            : new Told(by, held.or(later.held), Held.max(last, later.last));
        }
    }

    /// @param events position up to which a member has the events durably
    /// @param bytes position up to which it has the bytes too, as far as it is to keep them
    public record Held(Position events, Position bytes) {
        static final Held NOTHING = new Held(Position.NONE, Position.NONE);

        Held or(Held later) {
            return new Held(max(events, later.events), max(bytes, later.bytes));
        }

        private static Position max(Position one, Position other) {
            return one.isAfter(other) ? one : other;
        }

        boolean has(Position position) {
            return !position.isAfter(events) && !position.isAfter(bytes);
        }
    }

    synchronized void told(Told what) {
        told.merge(what.by().node(), what, Told::or);
        times.put(what.by().node(), System.nanoTime());
        notifyAll();
    }

    public synchronized Optional<Told> of(NodeId member) {
        return Optional.ofNullable(told.get(member));
    }

    /// Since when a member has not said anything, or since the start.
    synchronized Duration since(NodeId member) {
        return Duration.ofNanos(System.nanoTime() - times.getOrDefault(member, begun));
    }

    /// How many members have all up to a position.
    public synchronized int count(Position position) {
        return Math.toIntExact(
                told.values().stream().filter(member -> member.held.has(position)).count());
    }

    /// Waits until so many have it; false when the time is over.
    public synchronized boolean await(Position position, int members, Duration atMost)
            throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (count(position) < members) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized void forget(NodeId member) {
        told.remove(member);
    }
}
