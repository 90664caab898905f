package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.StoreException;
import dev.varve.log.seal.CheckpointSigner;
import dev.varve.server.store.Keyring.Purpose;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The keys by which the members of a cluster know each other and read what the others sealed.
public final class ClusterKeys {
    private final Keyring keyring;
    private final CheckpointSigner signer;
    private final SecureRandom random = new SecureRandom();

    ClusterKeys(Keyring keyring, CheckpointSigner signer) {
        this.keyring = keyring;
        this.signer = signer;
    }

    /// What all members know and nobody else; empty where this node never belonged to a cluster.
    public Optional<byte[]> secret() {
        return keyring.clusterKey().map(key -> key.secret().toArray());
    }

    /// The same, made when there is none: a cluster begins.
    public byte[] secretToBegin() {
        return keyring.clusterKey(random).secret().toArray();
    }

    /// Keys that members share, for one who knows this secret. Those that nobody needed yet are made
    /// first, so that members need not make their own.
    public Bytes sealed(byte[] secret) {
        keyring.clusterKey(random);
        keyring.dataKey(random);
        keyring.linkKey(random);
        return SharedKeys.seal(keyring.shared(), secret, random);
    }

    /// Takes over what another member has and this one has not.
    ///
    /// @throws IllegalArgumentException when another secret sealed them
    /// @throws StoreException.Failed when two members made different keys with one id
    public void adopt(Bytes sealed, byte[] secret) {
        keyring.adopt(SharedKeys.open(sealed, secret));
    }

    /// Signs what is shipped.
    public CheckpointSigner signer() {
        return signer;
    }

    /// The open halves of all keys that this node's journal was signed with.
    public SortedMap<Integer, Bytes> signingKeys() {
        SortedMap<Integer, Bytes> open = new TreeMap<>();
        keyring.keys().values().stream()
                .filter(key -> key.purpose() == Purpose.CHECKPOINT_SIGNING)
                .forEach(key -> open.put(key.id(), key.open()));
        return open;
    }
}
