package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Disk;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.StoreException;
import dev.varve.log.seal.Ed25519Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// A node that is about to join a cluster: it has a name for itself and a key to sign with, and no
/// store yet. A node that holds a store cannot join another one's.
public final class Newcomer {
    private static final int MAGIC = 0x5641_464c;
    private static final int FIRST_KEY = 1 << 20;
    private static final int KEYS = 1 << 30;

    private final VarveConfig config;
    private final NodeId node;
    private final int keyId;
    private final Ed25519Signer.Keys keys = Ed25519Signer.generate();

    private Newcomer(VarveConfig config, SecureRandom random) {
        this.config = config;
        this.node = new NodeId(random.nextLong());
        this.keyId = FIRST_KEY + random.nextInt(KEYS);
    }

    /// Empty where there is a store already.
    public static Optional<Newcomer> at(VarveConfig config) {
        return Files.exists(config.data().resolve("identity"))
                ? Optional.empty()
                : Optional.of(new Newcomer(config, new SecureRandom()));
    }

    private static SealedFile firstLayout(DataDirectory data) {
        return new SealedFile(data.root().resolve("first-layout"), MAGIC);
    }

    /// What this node was told when it joined; empty where it did not.
    static Optional<Bytes> toldFirst(DataDirectory data) {
        SealedFile file = firstLayout(data);
        return file.exists() ? Optional.of(Bytes.of(file.read())) : Optional.empty();
    }

    public NodeId node() {
        return node;
    }

    public int keyId() {
        return keyId;
    }

    public Bytes publicKey() {
        return keys.publicKey();
    }

    /// Brings a snapshot of a member, where the cluster's journals do not reach back to their begins.
    @FunctionalInterface
    public interface Seeding {
        /// Whatever it throws ends the join.
        ///
        /// @param clusterKey by which members know each other; empty where none was told
        void bring(SeedRoom room, Optional<byte[]> clusterKey) throws IOException;
    }

    /// Makes the data directory one of a cluster's member. The identity comes last: without it
    /// nothing happened.
    ///
    /// @param layout by which it finds the other members at first
    /// @param shared keys of the cluster, sealed
    /// @param secret that sealed them
    /// @throws IllegalArgumentException when the secret does not open the keys
    public void join(ClusterId cluster, Bytes layout, Bytes shared, byte[] secret, Seeding seeding)
            throws IOException {
        List<Keyring.Key> opened = SharedKeys.open(shared, secret);
        Disk disk = config.surroundings().disk();
        Identity identity = new Identity(cluster, new Origin(node, 1));
        try (DataDirectory data = DataDirectory.open(config.data(), disk)) {
            if (Files.exists(data.journal())) {
                throw new StoreException.Failed(config.data() + " holds a store already");
            }
            seed(data, identity, seeding, clusterKey(opened));
            boolean fresh = !Files.exists(data.keyring());
            MasterKey master = MasterKey.of(data.masterKey(), fresh, disk, new SecureRandom());
            Keyring keyring = new Keyring(data.keyring(), master, disk);
            keyring.adopt(opened);
            keyring.addSigner(keys, keyId);
            firstLayout(data).write(layout.toArray(), disk);
            identity.write(data, disk);
        }
    }

    private static Optional<byte[]> clusterKey(List<Keyring.Key> keys) {
        return keys.stream()
                .filter(key -> key.purpose() == Keyring.Purpose.CLUSTER)
                .map(key -> key.secret().toArray())
                .findFirst();
    }

    private void seed(
            DataDirectory data, Identity identity, Seeding seeding, Optional<byte[]> clusterKey)
            throws IOException {
        VarveConfig.Surroundings around = config.surroundings();
        SeedRoom room =
                new SeedRoom(
                        data,
                        identity,
                        Ed25519Signer.of(keyId, keys),
                        around.disk(),
                        around.clock());
        room.clear();
        seeding.bring(room, clusterKey);
        room.close();
    }
}
