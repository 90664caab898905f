package dev.varve.server.store;

import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The single writer: takes every command that waits, decides them one after the other, makes the
/// batch durable with one sync of packs and one of the journal, then answers all of them.
///
/// A failed sync poisons it: the outcome of that batch is unknown and nothing more is written.
final class Sequencer {
    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    private static final Duration IDLE = Duration.ofMillis(500);

    private final BatchWriter batches;
    private final Limits limits;
    private final ArrayBlockingQueue<Pending<?>> waiting;
    private final Patience patience;
    private final Thread writer;
    private volatile @Nullable StoreException poison;
    private volatile AckGate gate = AckGate.OPEN;
    private volatile boolean closing;
    private volatile boolean ended;

    Sequencer(BatchWriter batches, Limits limits) {
        this.batches = batches;
        this.limits = limits;
        this.waiting = new ArrayBlockingQueue<>(limits.queue());
        this.patience = new Patience(limits.answerWithin());
        this.writer = Thread.ofPlatform().name("varve-writer").daemon(true).unstarted(this::run);
    }

    /// As [BatchWriter#whenDue].
    void whenDue(Runnable work) {
        batches.whenDue(work);
    }

    /// As [BatchWriter#whenClustered].
    void whenClustered(Runnable work) {
        batches.whenClustered(work);
    }

    void start() {
        writer.start();
    }

    /// From now on, who asked for a change is answered once this lets it through.
    void answerThrough(AckGate other) {
        gate = other;
    }

    /// What is done is durable here; answers may have to wait until it is elsewhere too.
    ///
    /// @throws OutcomeUnknown when it is not in time: it may be lost if this node is
    <R> Outcome<R> confirmed(Outcome<R> outcome, Provenance provenance) {
        if (gate.equals(AckGate.OPEN) || !outcome.isDone() || isOwn(provenance)) {
            return outcome;
        }
        try {
            if (gate.await(visible())) {
                return outcome;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknown("interrupted while others were waited for", e);
        }
        throw new OutcomeUnknown(
                "it is durable on this node, but not on as many others as it is to be");
    }

    private static boolean isOwn(Provenance provenance) {
        return switch (provenance.surface()) {
            case SYSTEM, PEER -> true;
            case EMBEDDED, S3, API, CLI -> false;
        };
    }

    /// Why no write is taken any more, or null while all is well.
    @Nullable StoreException poison() {
        return poison;
    }

    int queued() {
        return waiting.size();
    }

    /// Hands a command to the writer; the answer comes when it is durable.
    <R> CompletableFuture<Outcome<R>> submit(Command<R> command, Provenance provenance) {
        Pending<R> pending = new Pending<>(command, provenance);
        if (poison != null) {
            pending.answer.completeExceptionally(noMoreWrites(poison));
        } else if (closing) {
            pending.answer.completeExceptionally(new StoreException.Closed("the store is closing"));
        } else if (!waiting.offer(pending)) {
            pending.answer.complete(
                    Outcome.refused(
                            Refusal.Reason.BUSY, limits.queue() + " requests wait for the writer"));
        } else if (ended) {
            failWaiting();
        }
        return pending.answer;
    }

    /// Submits and waits.
    ///
    /// @throws OutcomeUnknown when a sync failed or the wait was too long
    <R> Outcome<R> run(Command<R> command, Provenance provenance) {
        return await(submit(command, provenance));
    }

    <R> Outcome<R> await(CompletableFuture<Outcome<R>> answer) {
        try {
            return patience.await(answer);
        } catch (TimeoutException e) {
            throw new OutcomeUnknown(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknown("interrupted while waiting for the answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new OutcomeUnknown("the writer failed", e);
        }
    }

    private void run() {
        List<Pending<?>> batch = new ArrayList<>(limits.batch());
        try {
            while (!(closing && waiting.isEmpty())) {
                take(batch);
                batches.write(batch);
                batch.forEach(Pending::complete);
                batch.clear();
            }
            batches.checkpoint();
        } catch (InterruptedException e) {
            poison(new StoreException.Failed("the writer was interrupted", e), batch);
        } catch (StoreException e) {
            poison(e, batch);
        } catch (RuntimeException | Error e) { // outer edge of the writer thread: poison, never die
            poison(new StoreException.Failed("the writer failed: " + e, e), batch);
        }
        ended = true;
        failWaiting();
    }

    private void take(List<Pending<?>> batch) throws InterruptedException {
        Pending<?> first = waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            waiting.drainTo(batch, limits.batch() - 1);
        }
    }

    private void poison(StoreException cause, List<Pending<?>> batch) {
        LOG.error("no more writes are taken, reopen the store: {}", cause.getMessage(), cause);
        poison = cause;
        OutcomeUnknown unknown = new OutcomeUnknown("the outcome of this write is unknown", cause);
        batch.forEach(pending -> pending.answer.completeExceptionally(unknown));
    }

    private void failWaiting() {
        for (Pending<?> left = waiting.poll(); left != null; left = waiting.poll()) {
            left.answer.completeExceptionally(
                    poison == null
                            ? new StoreException.Closed("the store is closed")
                            : noMoreWrites(poison));
        }
    }

    private static StoreException noMoreWrites(StoreException cause) {
        return new StoreException.Failed(
                "no writes are taken since a failure; reopen the store: " + cause.getMessage(),
                cause);
    }

    LastBatch lastBatch() {
        return batches.lastBatch();
    }

    Position visible() {
        return batches.visible();
    }

    /// A full queue needs no waking.
    private void wake() {
        Command<Boolean> nothing = (view, context) -> Command.unchanged(true);
        waiting.offer(new Pending<>(nothing, Provenance.SYSTEM));
    }

    /// Lets what waits finish, then ends the writer. False when it does not end, which a hanging
    /// disk can do: then nothing that it uses may be closed.
    boolean finish() {
        closing = true;
        wake();
        boolean interrupted = false;
        long end = System.nanoTime() + limits.answerWithin().toNanos();
        while (writer.isAlive() && System.nanoTime() < end) {
            try {
                writer.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        patience.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !writer.isAlive();
    }
}
