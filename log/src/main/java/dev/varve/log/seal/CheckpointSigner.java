package dev.varve.log.seal;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;

/// Signs chain roots, snapshots and trims with a key that [dev.varve.log.Event.Started] announces.
public interface CheckpointSigner {
    int keyId();

    /// The public key in X.509 form.
    Bytes publicKey();

    Bytes sign(Hash256 root);

    /// Signs all that a snapshot holds, by its hash.
    Bytes signSnapshot(Hash256 content);

    /// Signs where a journal begins since it was trimmed.
    Bytes signTrim(Hash256 point);

    /// Signs a run of events that is shipped, by the chain after its last one.
    Bytes signFrame(Hash256 root);
}
