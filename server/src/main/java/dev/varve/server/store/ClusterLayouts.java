package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.NodeId;
import dev.varve.log.Provenance;
import dev.varve.replication.ClusterLayout;
import java.util.Map;
import java.util.Optional;

/// Who belongs to the cluster. What a caller may change is asked before.
public final class ClusterLayouts {
    private final Core core;
    private final LayoutBoard board;
    private final Provenance provenance;

    ClusterLayouts(Core core, LayoutBoard board, Provenance provenance) {
        this.core = core;
        this.board = board;
        this.provenance = provenance;
    }

    /// The layout in force; empty while this node is on its own. Costs nothing to ask.
    public Optional<CurrentLayout> current() {
        return board.current();
    }

    /// The level of forms that may be written. Costs nothing to ask.
    public int formatLevel() {
        return board.level();
    }

    /// Puts the next layout in force.
    ///
    /// @param announced the levels of forms that nodes said they read, as far as it is known
    public Outcome<ClusterLayout> change(ClusterLayout next, Map<NodeId, Integer> announced) {
        return core.run(new ClusterCommands.Change(next, announced, false), provenance);
    }

    /// As [#change], but changes nothing: only tells whether it would.
    public Outcome<ClusterLayout> check(ClusterLayout next, Map<NodeId, Integer> announced) {
        return core.run(new ClusterCommands.Change(next, announced, true), provenance);
    }

    /// Lets forms of a level be written from now on, where every member announced that it reads them.
    public Outcome<Integer> raise(int level, Map<NodeId, Integer> announced) {
        NodeId self = core.parts().journal().origin().node();
        return core.run(new ClusterCommands.Raise(level, self, announced), provenance);
    }

    /// What another layout would change for objects that are stored here, in the order of buckets and
    /// keys.
    ///
    /// @param bucket all where it is empty
    /// @param limit at most [LayoutPreview#MOST]
    public LayoutPreview preview(
            ClusterLayout before,
            ClusterLayout after,
            Optional<BucketName> bucket,
            String prefix,
            int limit) {
        return core.read(view -> LayoutPreview.of(view, before, after, bucket, prefix, limit));
    }

    /// Reads all rows that members share.
    public SharedState shared() {
        return SharedState.of(core);
    }

    /// Tells it of the layout there is, and of every later one.
    public void watch(ClusterWatch watch) {
        board.add(watch);
    }
}
