package dev.varve.server.store;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// Waits for answers, each for so long. One thread ends the waits that are over: a timer for each
/// would cost a request more than its decision does.
final class Patience implements AutoCloseable {
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final Duration within;
    private final Queue<Wait> waits = new ConcurrentLinkedQueue<>();
    private final Periodic watch;

    private record Wait(CompletableFuture<?> reply, long end) {
        boolean isOver(long now) {
            return reply.isDone() || now - end >= 0;
        }
    }

    Patience(Duration within) {
        this.within = within;
        Duration pause = within.dividedBy(2);
        this.watch =
                new Periodic(
                        "patience",
                        pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE,
                        this::endWaits);
    }

    /// The answer itself goes on: who relies on it learns what came of it.
    <R> R await(CompletableFuture<R> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (answer.isDone()) {
            return answer.get();
        }
        CompletableFuture<R> reply = answer.copy();
        waits.add(new Wait(reply, System.nanoTime() + within.toNanos()));
        try {
            return reply.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException over) {
                throw over;
            }
            throw e;
        }
    }

    /// All waits are of one length, so the first is over first.
    private void endWaits() {
        long now = System.nanoTime();
        for (Wait first = waits.peek(); first != null && first.isOver(now); first = waits.peek()) {
            waits.poll();
            if (!first.reply().isDone()) {
                first.reply()
                        .completeExceptionally(new TimeoutException("no answer within " + within));
            }
        }
    }

    @Override
    public void close() {
        watch.close();
        waits.forEach(wait ->
                wait.reply().completeExceptionally(new TimeoutException("the store is closed")));
    }
}
