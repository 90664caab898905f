package dev.varve.server.peer;

import dev.varve.log.StoreException;
import dev.varve.server.store.ClusterKeys;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over keys that another member made since this one joined.
final class KeyExchange {
    private static final Logger LOG = LoggerFactory.getLogger(KeyExchange.class);

    private final ClusterKeys keys;
    private final ClusterSecret secret;

    KeyExchange(ClusterKeys keys, ClusterSecret secret) {
        this.keys = keys;
        this.secret = secret;
    }

    /// What cannot be read leaves all as it is: events can be folded without.
    void exchange(PeerClient peer) throws IOException {
        Optional<byte[]> known = secret.get();
        if (known.isPresent()) {
            try {
                keys.adopt(peer.keys(), known.get());
            } catch (IllegalArgumentException | StoreException e) {
                LOG.warn("the keys of a member cannot be taken over: {}", e.getMessage());
            }
        }
    }
}
