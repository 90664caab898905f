package dev.varve.server.peer;

import dev.varve.server.store.ClusterKeys;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What all members know and nobody else: a token that was configured on each, or else a key that
/// they share since they joined.
record ClusterSecret(ClusterKeys keys, Optional<String> token) {
    /// Empty where this node is on its own.
    Optional<byte[]> get() {
        Optional<byte[]> given = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
        return given.isPresent() ? given : keys.secret();
    }

    byte[] getOrBegin() {
        return get().orElseGet(keys::secretToBegin);
    }

    PeerToken shown() {
        return PeerToken.of(getOrBegin());
    }
}
