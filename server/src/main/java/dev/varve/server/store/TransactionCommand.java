package dev.varve.server.store;

import dev.varve.log.Event;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Recorded;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.EventEncoder;
import dev.varve.log.codec.RecordFormat;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Rules.Growth;
import dev.varve.server.store.TransactionResult.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Decides every part as the single operation would be, on the state before all of them, and makes
/// one event of what comes out. Quotas count the sum: what one part frees, another one may take.
record TransactionCommand(List<Command<Effect>> parts) implements Command<TransactionResult> {

    /// The effect of one part, once its event is recorded.
    private record Decided(int events, Function<List<Recorded>, Effect> answer) {
        Effect effect(List<Recorded> recorded) {
            return answer.apply(
                    recorded.isEmpty()
                            ? recorded
                            : Collections.nCopies(events, recorded.getFirst()));
        }
    }

    @Override
    public Decision<TransactionResult> decide(ObjectReader view, Context context) {
        Sum sum = new Sum();
        List<Decided> decided = new ArrayList<>(parts.size());
        List<ObjectEvent> changes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i).decide(view, context.with(sum))) {
                case Decision.Accept<Effect>(List<Event> events, var answer) -> {
                    events.forEach(event -> changes.add((ObjectEvent) event));
                    decided.add(new Decided(events.size(), answer));
                }
                case Decision.Refuse<Effect>(Refusal refusal) -> {
                    return new Decision.Refuse<>(refusal.ofPart(i));
                }
                case Decision.Local<Effect> _ ->
                        throw new IllegalStateException("not of a transaction: " + parts.get(i));
            }
        }
        return sum.refusal(view, context.limits())
                .<Decision<TransactionResult>>map(Decision.Refuse::new)
                .orElseGet(() -> commit(changes, decided));
    }

    private static Decision<TransactionResult> commit(
            List<ObjectEvent> changes, List<Decided> decided) {
        if (changes.isEmpty()) {
            return Command.unchanged(result(List.of(), decided));
        }
        changes.sort(TransactionCommitted.ORDER);
        TransactionCommitted event = new TransactionCommitted(changes);
        ByteWriter payload = new ByteWriter();
        EventEncoder.write(payload, event);
        return payload.size() > RecordFormat.MAX_EVENT_PAYLOAD
                ? Command.refuse(
                        Reason.INVALID_ARGUMENT,
                        "the changes take %d bytes as one event, and may take %d"
                                .formatted(payload.size(), RecordFormat.MAX_EVENT_PAYLOAD))
                : new Decision.Accept<>(List.of(event), recorded -> result(recorded, decided));
    }

    private static TransactionResult result(List<Recorded> recorded, List<Decided> decided) {
        return new TransactionResult(
                recorded.stream().map(Recorded::position).findFirst(),
                decided.stream().map(each -> each.effect(recorded)).toList());
    }

    @Override
    public boolean grows() {
        return parts.stream().anyMatch(Command::grows);
    }

    /// Adds up what each bucket would grow by, and asks for room once.
    private static final class Sum implements Quotas {
        private final Map<Bucket, Growth> growths = new HashMap<>();

        @Override
        public Optional<Refusal> take(ObjectReader view, Bucket bucket, Growth growth) {
            growths.merge(bucket, growth, Growth::plus);
            return Optional.empty();
        }

        Optional<Refusal> refusal(ObjectReader view, Limits limits) {
            Growth all = growths.values().stream().reduce(Growth.NONE, Growth::plus);
            return growths.entrySet().stream()
                    .flatMap(each -> Rules.quota(view, each.getKey(), each.getValue()).stream())
                    .findFirst()
                    .or(() -> Rules.nodeCap(view, limits, all));
        }
    }
}
