package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.Event.ClusterChanged;
import dev.varve.log.Event.FormatLevelRaised;
import dev.varve.log.NodeId;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCheck;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.LayoutProblem;
import dev.varve.replication.LayoutProblem.Kind;
import dev.varve.replication.Member;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Decisions about who belongs to the cluster, and which forms its members read.
final class ClusterCommands {
    private ClusterCommands() {}

    /// @param dry whether nothing is to be changed: it is only told whether it could be
    /// @param announced the levels of forms that nodes said they read
    record Change(ClusterLayout layout, Map<NodeId, Integer> announced, boolean dry)
            implements Command<ClusterLayout> {
        @Override
        public Decision<ClusterLayout> decide(ObjectReader view, Context context) {
            Optional<Refusal> refusal = refusal(view);
            if (refusal.isPresent()) {
                return new Decision.Refuse<>(refusal.get());
            }
            if (dry) {
                return Command.unchanged(layout);
            }
            ClusterLayout next = current(view).map(layout::following).orElse(layout);
            Event changed = new ClusterChanged(next.epoch(), next.nodes(), LayoutCodec.write(next));
            return Command.accept(List.of(changed), next);
        }

        private Optional<Refusal> refusal(ObjectReader view) {
            Optional<ClusterLayout> before = current(view);
            List<LayoutProblem> problems = LayoutCheck.validate(before.orElse(null), layout);
            if (problems.stream().anyMatch(problem -> problem.kind() == Kind.NOT_NEXT_EPOCH)) {
                return Optional.of(Refusal.of(Reason.LAYOUT_CHANGED, said(problems)));
            }
            if (!problems.isEmpty()) {
                return Optional.of(Refusal.of(Reason.INVALID_LAYOUT, said(problems)));
            }
            return tooOld(view.formatLevel())
                    .or(() -> LockRules.unlockable(view, layout).map(Change::unlockable));
        }

        private static String said(List<LayoutProblem> problems) {
            return problems.stream().map(LayoutProblem::what).collect(Collectors.joining("; "));
        }

        /// A member that does not read what is written already would stop at it.
        private Optional<Refusal> tooOld(int level) {
            return layout.members().stream()
                    .filter(member -> announced.getOrDefault(member.node(), level) < level)
                    .findFirst()
                    .map(member ->
                            Refusal.of(
                                    Reason.FORM_NOT_ANNOUNCED,
                                    "%s reads forms up to level %d; level %d is in use"
                                            .formatted(
                                                    member.name(),
                                                    announced.get(member.node()),
                                                    level)));
        }

        private static Refusal unlockable(BucketName bucket) {
            return Refusal.of(
                    Reason.INVALID_LAYOUT,
                    "'"
                            + bucket
                            + "' has object lock, which needs one member that decides about each"
                            + " key");
        }
    }

    /// Lets forms of a level be written, once every member reads them.
    ///
    /// @param self this node, which must have announced it too
    record Raise(int level, NodeId self, Map<NodeId, Integer> announced)
            implements Command<Integer> {
        @Override
        public Decision<Integer> decide(ObjectReader view, Context context) {
            int before = view.formatLevel();
            if (level <= before) {
                return Command.unchanged(before);
            }
            List<String> missing = missing(current(view));
            return missing.isEmpty()
                    ? Command.accept(List.of(new FormatLevelRaised(level)), level)
                    : Command.refuse(
                            Reason.FORM_NOT_ANNOUNCED,
                            "not announced to read forms of level "
                                    + level
                                    + ": "
                                    + String.join(", ", missing));
        }

        private List<String> missing(Optional<ClusterLayout> layout) {
            if (layout.isEmpty()) {
                return reads(self) ? List.of() : List.of("this node");
            }
            return layout.get().members().stream()
                    .filter(member -> !reads(member.node()))
                    .map(Member::name)
                    .toList();
        }

        private boolean reads(NodeId node) {
            return announced.getOrDefault(node, 0) >= level;
        }
    }

    static Optional<ClusterLayout> current(ObjectReader view) {
        return view.cluster().map(cluster -> LayoutCodec.read(cluster.layout()));
    }
}
