package dev.varve.server.store;

import dev.varve.log.Event;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Command.Decision;
import dev.varve.server.store.Command.LocalRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A command that waits for the writer, with its answer to be.
final class Pending<R> {
    final Command<R> command;
    final Provenance provenance;
    final CompletableFuture<Outcome<R>> answer = new CompletableFuture<>();
    private @Nullable Outcome<R> decided;
    private @Nullable RuntimeException failure;
    private @Nullable Function<LocalRoom, R> local;

    Pending(Command<R> command, Provenance provenance) {
        this.command = command;
        this.provenance = provenance;
    }

    /// Decides, and hands each event of an accepted decision to `record`.
    void decide(DecisionRoom room) {
        forget();
        switch (command.decide(room.view(), room.context())) {
            case Decision.Accept<R>(List<Event> events, var answerOf) -> {
                List<Recorded> recorded = new ArrayList<>(events.size());
                for (Event event : events) {
                    recorded.add(room.record(event, provenance));
                }
                decided = Outcome.done(answerOf.apply(recorded));
            }
            case Decision.Local<R>(Function<LocalRoom, R> work) -> local = work;
            case Decision.Refuse<R>(Refusal refusal) -> decided = new Outcome.Refused<>(refusal);
        }
    }

    boolean hasLocalWork() {
        return local != null;
    }

    /// Does what was put off until the batch is durable.
    void workLocally(LocalRoom room) {
        if (local != null) {
            decided = Outcome.done(local.apply(room));
        }
    }

    void refuse(Refusal.Reason reason, String message) {
        forget();
        decided = Outcome.refused(reason, message);
    }

    void fail(RuntimeException cause) {
        forget();
        failure = cause;
    }

    /// Gives the answer to the waiting thread; only after the batch is durable.
    void complete() {
        if (failure != null) {
            answer.completeExceptionally(failure);
        } else if (decided != null) {
            answer.complete(decided);
        }
    }

    private void forget() {
        decided = null;
        failure = null;
        local = null;
    }

    /// What a decision on the writer works with.
    interface DecisionRoom {
        ObjectReader view();

        Command.Context context();

        Recorded record(Event event, Provenance provenance);
    }
}
