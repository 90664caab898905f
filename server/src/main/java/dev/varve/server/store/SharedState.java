package dev.varve.server.store;

import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.objects.ObjectView;
import dev.varve.projections.objects.SharedDigest;

/// One hash over all that members of a cluster share, to compare with that of others: where they folded
/// the same events, and nothing is left to settle, it is the same.
///
/// @param position of the last event of this node's journal that is in it
/// @param settling whether rows are still to come of what is about many keys
public record SharedState(Position position, boolean settling, Hash256 digest) {
    static SharedState of(Core core) {
        try (ViewSnapshot rows = core.parts().views().snapshot()) {
            return new SharedState(
                    rows.cut().of(core.parts().journal().origin().node()),
                    new ObjectView(rows).settling(1).isPresent(),
                    SharedDigest.of(rows));
        }
    }
}
