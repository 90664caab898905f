package dev.varve.projections.snapshot;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Cut;
import dev.varve.log.Hash256;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.time.Instant;
import java.util.Optional;

/// What a snapshot says of itself.
///
/// @param origin whose journal it goes with, and who wrote it
/// @param cut the state that its rows are
/// @param last commitment of the event at the cut's position: no other history has the same there
/// @param root the newest checkpoint at or before the cut
/// @param keyId of the key that signs it
public record SnapshotHeader(
        ClusterId cluster,
        Origin origin,
        Cut cut,
        Hash256 last,
        Optional<SignedRoot> root,
        Instant made,
        String software,
        int keyId,
        Bytes publicKey) {
    public SnapshotHeader {
        made = Instant.ofEpochMilli(made.toEpochMilli());
    }

    /// The newest position of the node's own journal in it.
    public Position position() {
        return cut.of(origin.node());
    }
}
