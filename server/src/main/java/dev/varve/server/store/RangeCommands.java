package dev.varve.server.store;

import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixEvent;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Usage;
import dev.varve.server.store.Rules.Growth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decisions about ranges of keys, and those that bring them into the rows.
final class RangeCommands {
    private RangeCommands() {}

    /// What came of a decision: empty when too much changed since it was prepared.
    record Apply(PreparedRange prepared) implements Command<Optional<RangeResult>> {
        /// Changed keys that are counted again on the writer.
        static final int MOST = 500;

        @Override
        public Decision<Optional<RangeResult>> decide(ObjectReader view, Context context) {
            return switch (prepared.request().plan(view, context.now())) {
                case Outcome.Refused<PrefixEvent>(Refusal refusal) ->
                        new Decision.Refuse<>(refusal);
                case Outcome.Done<PrefixEvent>(PrefixEvent plan) -> decide(view, context, plan);
            };
        }

        private Decision<Optional<RangeResult>> decide(
                ObjectReader view, Context context, PrefixEvent plan) {
            Optional<Set<ObjectKey>> changed =
                    prepared.changed(ChangedSince.lately(context.lately(), prepared.position()));
            if (!prepared.isOf(plan) || changed.isEmpty() || changed.get().size() > MOST) {
                return Command.unchanged(Optional.empty());
            }
            return switch (prepared.count(changed.get(), view, context.now())) {
                case Outcome.Refused<RangeCount>(Refusal refusal) -> new Decision.Refuse<>(refusal);
                case Outcome.Done<RangeCount>(RangeCount count) ->
                        decide(view, context, plan, count);
            };
        }

        private Decision<Optional<RangeResult>> decide(
                ObjectReader view, Context context, PrefixEvent plan, RangeCount count) {
            if (count.objects() == 0) {
                return Command.unchanged(Optional.of(prepared.result(count, Optional.empty())));
            }
            Optional<Refusal> full = full(view, context, plan, count);
            return full.isPresent()
                    ? new Decision.Refuse<>(full.get())
                    : Command.accept(
                            counted(plan, count),
                            recorded -> Optional.of(prepared.result(count, Optional.of(recorded))));
        }

        private static Optional<Refusal> full(
                ObjectReader view, Context context, PrefixEvent plan, RangeCount count) {
            if (!(plan instanceof PrefixMoved moved)) {
                return Optional.empty();
            }
            Usage more =
                    moved.bucket().equals(moved.to())
                            ? count.arrived().plus(count.left())
                            : count.arrived();
            Growth growth = new Growth(more.bytes(), more.objects(), count.bytes());
            Bucket to = view.bucket(moved.to()).orElseThrow();
            return context.quotas().take(view, to, growth);
        }

        private static PrefixEvent counted(PrefixEvent plan, RangeCount count) {
            return switch (plan) {
                case PrefixDeleted deleted ->
                        new PrefixDeleted(
                                deleted.bucket(),
                                deleted.prefix(),
                                deleted.removal(),
                                count.left().tally());
                case PrefixMoved moved ->
                        new PrefixMoved(
                                moved.bucket(),
                                moved.prefix(),
                                moved.removal(),
                                count.left().tally(),
                                moved.to(),
                                moved.toPrefix(),
                                moved.nullVersion(),
                                moved.retention(),
                                count.arrived().tally());
            };
        }

        @Override
        public boolean grows() {
            return prepared.request() instanceof RangeRequest.Move;
        }
    }

    /// Settles the next keys of any layer; false when there is none. Taken on a full disk too: what
    /// a delete frees can go only once it is in the rows.
    record Settle(int keys) implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(ObjectReader view, Context context) {
            return view.settling(keys)
                    .map(step -> Command.accept(List.of(step), true))
                    .orElseGet(() -> Command.unchanged(false));
        }

        @Override
        public boolean grows() {
            return false;
        }
    }
}
