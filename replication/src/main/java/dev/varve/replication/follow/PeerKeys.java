package dev.varve.replication.follow;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import java.util.Optional;

/// The public keys that nodes sign with, in X.509 form: what the layout says, or what was pinned.
@FunctionalInterface
public interface PeerKeys {
    Optional<Bytes> key(NodeId node, int keyId);
}
