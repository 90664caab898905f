package dev.varve.replication.ship;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.seal.CheckpointVerifier;

/// What a journal was after one of its events, as its node says: the events that follow go on from there.
///
/// @param position of the event; none where it is the begin
/// @param root the chain after it
/// @param time of it
/// @param signature of the root, as below a frame that ends there
public record ChainEnd(
        Position position, Hash256 root, HybridTime time, int keyId, Bytes signature) {

    /// Whether the node that has this key said so.
    public boolean isSignedWith(Bytes publicKey) {
        return CheckpointVerifier.verifyFrame(publicKey, root, signature);
    }
}
