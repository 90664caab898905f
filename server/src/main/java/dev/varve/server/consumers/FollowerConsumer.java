package dev.varve.server.consumers;

import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.server.consumers.Status.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Gives a follower the events after its cursor, a few at a time, and keeps the cursor.
final class FollowerConsumer extends Worker {
    /// Changes of keys in one step.
    static final int BATCH = 1000;

    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    private static final Duration STEP_PATIENCE = Duration.ofSeconds(10);

    private final Follower follower;
    private final Followed followed;

    /// Held for one step, and by whoever moves the cursor.
    private final ReentrantLock step = new ReentrantLock();

    private volatile Position position;

    FollowerConsumer(Follower follower, Followed followed, StateStore store) {
        super(follower.name(), follower.about(), store, followed.clock());
        this.follower = follower;
        this.followed = followed;
        this.position = Position.NONE;
        takePlace();
    }

    private void takePlace() {
        Optional<Remembered> known = Remembered.of(store(), name());
        if (follower instanceof OwnCursor own) {
            position = own.position();
        } else if (known.isPresent()) {
            position = known.get().position();
        } else {
            position = follower.begin();
            if (store().begun().isAfter(position) && !follower.mayRestart()) {
                block(
                        State.NEEDS_START,
                        "what it remembered is gone, or it is older than all that is remembered");
            }
        }
        if (known.map(Remembered::lapsed).orElse(false)) {
            block(State.LAPSED, "it fell back too far");
        }
    }

    @Override
    protected Thread.Builder thread() {
        return Thread.ofVirtual();
    }

    @Override
    protected Position position() {
        return position;
    }

    @Override
    protected long lag() {
        return followed.after(position);
    }

    @Override
    protected Duration work() throws InterruptedException {
        if (followed.journal().oldest().isAfter(position.next())) {
            lapse("the journal begins at " + followed.journal().oldest());
            return Duration.ZERO;
        }
        Optional<String> lost = follower instanceof OwnCursor own ? own.lost() : Optional.empty();
        if (lost.isPresent()) {
            lapse(lost.get());
            return Duration.ZERO;
        }
        try (JournalCursor cursor = followed.journal().read(position.next())) {
            while (goesOn() && cursor.position().equals(position.next())) {
                int changes = step(cursor);
                if (changes > 0) {
                    succeeded();
                    pace(changes);
                } else {
                    recovered();
                    rest(cursor);
                }
            }
        }
        return Duration.ZERO;
    }

    /// What is durable is published a moment later.
    private static void rest(JournalCursor cursor) throws InterruptedException {
        if (cursor.await(PATIENCE)) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void pace(int changes) throws InterruptedException {
        if (changes < BATCH) {
            Thread.sleep(follower.pace());
        }
    }

    /// How many changes it was given.
    private int step(JournalCursor cursor) throws InterruptedException {
        step.lockInterruptibly();
        try {
            List<Recorded> events = next(cursor);
            if (events.isEmpty()) {
                return 0;
            }
            StateBatch with = new StateBatch();
            follower.apply(events, with);
            reach(events.getLast().position(), with);
            return events.stream().mapToInt(FollowerConsumer::changes).sum();
        } finally {
            step.unlock();
        }
    }

    private List<Recorded> next(JournalCursor cursor) {
        Position published = followed.published().get();
        List<Recorded> events = new ArrayList<>();
        int changes = 0;
        while (changes < BATCH && !cursor.position().isAfter(published)) {
            Recorded recorded = cursor.next();
            if (recorded == null) {
                return events;
            }
            events.add(recorded);
            changes += changes(recorded);
        }
        return events;
    }

    private static int changes(Recorded recorded) {
        return switch (recorded.event()) {
            case TransactionCommitted all -> all.changes().size();
            case VersionsPurged all -> all.purged().size();
            case EventsImported all ->
                    Math.toIntExact(all.last().value() - all.first().value() + 1);
            case BytesReleased all -> all.released().size();
            default -> 1;
        };
    }

    private void reach(Position reached, StateBatch with) {
        if (follower instanceof OwnCursor own) {
            position = own.position();
        } else {
            synchronized (this) { // pausing writes the same row
                remembered().with(reached).into(with, name());
                store().write(with);
            }
            position = reached;
            return;
        }
        store().write(with);
    }

    @Override
    protected Duration restAfter(long failuresInARow) {
        long doubled = FIRST_RETRY.toMillis() << Math.min(failuresInARow - 1, 20);
        return Duration.ofMillis(Math.min(doubled, LAST_RETRY.toMillis()));
    }

    @Override
    public void replay(Position from) {
        requireReach(from);
        if (!locked()) {
            throw new ConsumerRefusal("'" + name() + "' is busy; pause it and try again");
        }
        try {
            StateBatch with = new StateBatch();
            follower.replaying(from, with);
            Position before = new Position(from.value() - 1);
            synchronized (this) {
                boolean paused = remembered().paused();
                Remembered.at(before).paused(paused).into(with, name());
                store().write(with);
            }
            position = follower instanceof OwnCursor own ? own.position() : before;
        } finally {
            step.unlock();
        }
        unblock();
    }

    private void requireReach(Position from) {
        Position oldest = followed.journal().oldest();
        Position newest = followed.published().get();
        if (from.isNone() || oldest.isAfter(from) || from.isAfter(newest.next())) {
            throw new ConsumerRefusal(
                    "the journal has positions %s to %s".formatted(oldest, newest));
        }
    }

    private boolean locked() {
        try {
            return step.tryLock(STEP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Optional<Position> needs() {
        State now = state();
        return now == State.LAPSED || now == State.NEEDS_START
                ? Optional.empty()
                : Optional.of(position.next());
    }

    /// Gives up its hold on the journal where it fell back too far.
    @Override
    public void lapseIfBehind() {
        if (follower.mayLapse()
                && needs().isPresent()
                && followed.isBeyondRetention(position)
                && !isAtWork()) {
            lapse("it fell back further than it may");
        }
    }

    /// One that catches up is given its time, unless what it needs is gone.
    private boolean isAtWork() {
        return state() == State.RUNNING && !followed.journal().oldest().isAfter(position.next());
    }

    private void lapse(String why) {
        StateBatch batch = new StateBatch();
        synchronized (this) {
            Remembered now = remembered();
            new Remembered(position, now.paused(), true).into(batch, name());
            store().write(batch);
        }
        block(State.LAPSED, why + "; replay it from a position to start it again");
    }
}
