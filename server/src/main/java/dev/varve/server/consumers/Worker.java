package dev.varve.server.consumers;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.server.consumers.Status.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A consumer with one thread, which works, rests, and is tried again after a failure.
public abstract class Worker implements Consumer {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final String about;
    private final StateStore store;
    private final InstantSource clock;
    private final Map<String, Long> figures = new ConcurrentHashMap<>();
    private State state = State.RUNNING;
    private boolean paused;
    private boolean ending;
    private boolean asked;
    private long due;
    private @Nullable Instant nextRun;
    private @Nullable Instant lastRun;
    private long failures;
    private String lastError = "";
    private @Nullable Thread thread;

    protected Worker(String name, String about, StateStore store, InstantSource clock) {
        this.name = name;
        this.about = about;
        this.store = store;
        this.clock = clock;
        this.paused = Remembered.of(store, name).map(Remembered::paused).orElse(false);
    }

    /// Works until there is nothing to do or [#goesOn()] says so. Answers how long to rest.
    protected abstract Duration work() throws InterruptedException;

    /// How long to rest after so many failures in a row.
    protected abstract Duration restAfter(long failuresInARow);

    /// What kind of thread it works on.
    protected abstract Thread.Builder thread();

    /// Of the last event that it is done with; null where it follows no journal.
    protected abstract @Nullable Position position();

    protected abstract long lag();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String about() {
        return about;
    }

    protected final StateStore store() {
        return store;
    }

    protected final InstantSource clock() {
        return clock;
    }

    /// Stops it until somebody says where it is to start.
    protected final synchronized void block(State changed, String why) {
        state = changed;
        lastError = why;
    }

    /// Whatever kept it from working does no more.
    protected final synchronized void unblock() {
        state = State.RUNNING;
        failures = 0;
        lastError = "";
        asked = true;
        notifyAll();
    }

    protected final synchronized State state() {
        return ending ? State.CLOSED : state == State.RUNNING && paused ? State.PAUSED : state;
    }

    protected final synchronized boolean goesOn() {
        return !ending && !blocked() && !Thread.currentThread().isInterrupted();
    }

    protected final void figure(String figure, long value) {
        figures.put(figure, value);
    }

    /// That something came to its end well.
    protected final synchronized void succeeded() {
        lastRun = clock.instant();
        recovered();
    }

    /// That what failed does no more.
    protected final synchronized void recovered() {
        if (isStopped()) {
            return;
        }
        state = State.RUNNING;
        failures = 0;
        lastError = "";
    }

    /// That it goes on, but what it does fails for now.
    protected final synchronized void troubled(String why, long failuresInARow) {
        if (isStopped()) {
            return;
        }
        state = State.WAITING;
        failures = failuresInARow;
        lastError = why;
    }

    /// Has it look for work again, if it is at rest.
    protected final synchronized void ask() {
        asked = true;
        notifyAll();
    }

    @Override
    public final synchronized Status status() {
        return new Status(
                state(), position(), lag(), lastRun, nextRun, failures, lastError, figures);
    }

    @Override
    public final synchronized void start() {
        if (thread == null && !ending) {
            rest(firstRest());
            thread = thread().name("varve-" + name).start(this::run);
        }
    }

    Duration firstRest() {
        return Duration.ZERO;
    }

    private void run() {
        try {
            while (awaitTurn()) {
                attempt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            ending = true;
            notifyAll();
        }
    }

    /// Waits until there is reason to work; false when it is to end.
    private synchronized boolean awaitTurn() throws InterruptedException {
        while (!ending && !mayWork()) {
            long left = due - System.nanoTime();
            if (blocked() || left <= 0) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
        asked = false;
        return !ending;
    }

    private boolean mayWork() {
        return !blocked() && (asked || (nextRun != null && due - System.nanoTime() <= 0));
    }

    private boolean blocked() {
        return paused || isStopped();
    }

    /// Until somebody starts it again; that it failed as well starts it no more.
    private boolean isStopped() {
        return state != State.RUNNING && state != State.WAITING;
    }

    private void attempt() throws InterruptedException {
        try {
            rest(work());
        } catch (StoreException.Closed e) {
            end();
        } catch (StoreException.FromTheFuture e) {
            LOG.error("{} stops: {}", name, e.getMessage(), e);
            block(State.STOPPED, told(e));
        } catch (RuntimeException | Error e) { // outer edge of the thread: others go on
            failed(e);
        }
    }

    private void failed(Throwable e) {
        synchronized (this) {
            if (isStopped()) {
                return;
            }
            failures++;
            lastError = told(e);
            state = State.WAITING;
            rest(restAfter(failures));
        }
        if (status().failures() == 1) {
            LOG.error("{} failed and will be tried again: {}", name, e.getMessage(), e);
        } else {
            LOG.warn("{} failed again: {}", name, e.getMessage());
        }
    }

    private static String told(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    /// @param rest negative to rest until asked
    private synchronized void rest(Duration rest) {
        boolean never = rest.isNegative();
        due = System.nanoTime() + (never ? 0 : rest.toNanos());
        nextRun = never ? null : clock.instant().plus(rest);
    }

    @Override
    public final void pause() {
        remember(true);
        synchronized (this) {
            paused = true;
            notifyAll();
        }
    }

    @Override
    public final void resume() {
        State now = state();
        if (now == State.LAPSED || now == State.NEEDS_START) {
            throw new ConsumerRefusal(
                    "'" + name + "' must be told where to start: replay it from a position");
        }
        remember(false);
        synchronized (this) {
            paused = false;
            asked = true;
            notifyAll();
        }
    }

    private void remember(boolean isPaused) {
        StateBatch batch = new StateBatch();
        synchronized (this) {
            remembered().paused(isPaused).into(batch, name);
            store.write(batch);
        }
    }

    final synchronized Remembered remembered() {
        return Remembered.of(store, name).orElseGet(() -> Remembered.at(Position.NONE));
    }

    @Override
    public final synchronized void runNow() {
        State now = state();
        if (now != State.RUNNING && now != State.WAITING) {
            throw new ConsumerRefusal("'" + name + "' is " + now);
        }
        asked = true;
        notifyAll();
    }

    @Override
    public Optional<Position> needs() {
        return Optional.empty();
    }

    @Override
    public final synchronized void end() {
        ending = true;
        notifyAll();
    }

    @Override
    public final void close() {
        end();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null || running.equals(Thread.currentThread())) {
            return;
        }
        try {
            if (!running.join(PATIENCE)) {
                LOG.warn("{} is still busy and will find the store closed", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final void forget() {
        store.write(new StateBatch().delete(Remembered.SPACE, Remembered.key(name)));
    }
}
