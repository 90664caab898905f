package dev.varve.log.seal;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;

/// Signs chain roots with a key that [dev.varve.log.Event.Started] announces.
public interface CheckpointSigner {
    int keyId();

    /// The public key in X.509 form.
    Bytes publicKey();

    Bytes sign(Hash256 root);
}
