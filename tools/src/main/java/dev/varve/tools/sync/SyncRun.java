package dev.varve.tools.sync;

import dev.varve.tools.client.ApiProblem;
import dev.varve.tools.client.Unreachable;
import dev.varve.tools.sync.Events.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Makes one tree like another. What fails is told and left out, and the rest goes on; only where the
/// server cannot be reached, or knows nobody of that name, it ends at once.
public final class SyncRun {
    private static final int UNKNOWN_USER = 401;

    private final Direction direction;
    private final Order order;
    private final Events events;
    private final Semaphore free;
    private final AtomicReference<@Nullable RuntimeException> fatal = new AtomicReference<>();
    private final LongAdder copied = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder same = new LongAdder();
    private final LongAdder deleted = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /// @param compare whether what is the same already is left alone; else all is copied
    /// @param closely whether it is compared by content
    /// @param delete whether what is only in the target is deleted
    /// @param dry whether nothing is done at all
    /// @param jobs at a time
    public record Order(
            Filter filter,
            boolean compare,
            boolean closely,
            boolean delete,
            boolean dry,
            int jobs) {
        public Order {
            if (jobs < 1) {
                throw new IllegalArgumentException("at least one job");
            }
            if (delete && !compare) {
                throw new IllegalArgumentException("only what was compared is deleted");
            }
        }
    }

    public SyncRun(Direction direction, Order order, Events events) {
        this.direction = direction;
        this.order = order;
        this.events = events;
        this.free = new Semaphore(order.jobs());
    }

    /// @throws IOException where one of the trees cannot be read
    public Tally run() throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Iterator<? extends Entry> source = direction.source(this::leaveOut);
            // A name that was mistyped must not delete all that there is.
            if (source.hasNext()) {
                submitAll(new Pairs(source, target()), threads);
            }
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        @Nullable RuntimeException end = fatal.get();
        if (end != null) {
            throw end;
        }
        return new Tally(
                copied.sum(), bytes.sum(), same.sum(), deleted.sum(), leftOut.sum(), failed.sum());
    }

    private Iterator<? extends Entry> target() throws IOException {
        return order.compare() ? direction.target() : Collections.<Entry>emptyIterator();
    }

    private void leaveOut(String name, String why) {
        if (order.filter().takes(name)) {
            leftOut.increment();
            events.leftOut(name, why);
        }
    }

    private void submitAll(Iterator<Pairs.Pair> pairs, ExecutorService threads) {
        while (fatal.get() == null && pairs.hasNext()) {
            Pairs.Pair pair = pairs.next();
            if (!order.filter().takes(pair.name())) {
                continue;
            }
            if (pair.from().isPresent()) {
                free.acquireUninterruptibly();
                Entry from = pair.from().get();
                threads.execute(() -> inTurn(() -> bring(from, pair.to()), from.name()));
            } else if (order.delete()) {
                // In turn, for a file may have to go before a directory of its name can come.
                Entry gone = pair.to().orElseThrow();
                attempt(() -> delete(gone), gone.name());
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void inTurn(Work work, String name) {
        try {
            attempt(work, name);
        } finally {
            free.release();
        }
    }

    private void attempt(Work work, String name) {
        try {
            work.run();
        } catch (Unreachable e) {
            fatal.compareAndSet(null, e);
            fail(name, e);
        } catch (ApiProblem e) {
            if (e.status() == UNKNOWN_USER) {
                fatal.compareAndSet(null, e);
            }
            fail(name, e);
        } catch (IOException | RuntimeException e) { // one file's failure is no other's
            fail(name, e);
        }
    }

    private void fail(String name, Exception why) {
        failed.increment();
        @Nullable String message = why.getMessage();
        boolean plain =
                why instanceof ApiProblem
                        || why instanceof Unreachable
                        || why instanceof LocalNames.Impossible
                        || why.getClass() == IOException.class;
        events.failed(
                name,
                plain && message != null
                        ? message
                        : why.getClass().getSimpleName() + ": " + message);
    }

    private void bring(Entry from, Optional<Entry> to) throws IOException {
        if (to.isPresent() && direction.isSame(from, to.get(), order.closely())) {
            same.increment();
            return;
        }
        direction.check(from);
        if (!order.dry()) {
            events.planned(from.size());
            direction.copy(from, to, events::moved);
        }
        copied.increment();
        bytes.add(from.size());
        events.done(Action.COPY, from.name(), from.size());
    }

    private void delete(Entry gone) throws IOException {
        if (!order.dry()) {
            direction.delete(gone);
        }
        deleted.increment();
        events.done(Action.DELETE, gone.name(), gone.size());
    }
}
