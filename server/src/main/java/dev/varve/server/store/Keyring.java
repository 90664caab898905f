package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.seal.Ed25519Signer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/// The data keys of a node, each by its id, wrapped by the master key. Kept outside the journal, so
/// that rotation changes no event and destroying a key shreds what it sealed.
final class Keyring {
    private static final int MAGIC = 0x5641_4b52;
    private static final int DOMAIN_KEY_BYTES = 32;
    private static final int LINK_KEY_BYTES = 32;
    private static final int WRAPPED_LIMIT = 64 * 1024;

    /// The file is written whole each time.
    static final int MAX_DOMAINS = 10_000;

    /// So that even the most domains there may be do not use up all numbers.
    private static final int APART = 100_000;

    private static final byte[] CONTEXT = "varve keyring 1".getBytes(StandardCharsets.UTF_8);

    private final SealedFile file;
    private final MasterKey master;
    private final Disk disk;
    private final NavigableMap<Integer, Key> keys = new TreeMap<>();

    /// What a key is for. The tags are stored: never renumber.
    enum Purpose {
        CHECKPOINT_SIGNING(1),
        DEDUP_DOMAIN(2),
        DATA(3),
        LINK(4),
        /// By which the members of a cluster know each other.
        CLUSTER(5);

        private final int tag;

        Purpose(int tag) {
            this.tag = tag;
        }

        int tag() {
            return tag;
        }

        static Purpose ofTag(int tag) {
            for (Purpose purpose : values()) {
                if (purpose.tag == tag) {
                    return purpose;
                }
            }
            throw new StoreException.FromTheFuture("unknown purpose of a key: " + tag);
        }
    }

    record Key(int id, Purpose purpose, Bytes secret, Bytes open) {
        /// Never the secret.
        @Override
        public String toString() {
            return "Key[" + id + ", " + purpose + "]";
        }
    }

    Keyring(Path path, MasterKey master, Disk disk) {
        this.file = new SealedFile(path, MAGIC);
        this.master = master;
        this.disk = disk;
        if (file.exists()) {
            read(path);
        }
    }

    private void read(Path path) {
        ByteReader in = new ByteReader(file.read());
        try {
            for (int left = in.count(); left > 0; left--) {
                int id = in.varint32();
                Purpose purpose = Purpose.ofTag(in.u8());
                Bytes open = in.sizedBytes();
                byte[] secret = master.unwrap(in.sized(), context(id));
                keys.put(id, new Key(id, purpose, Bytes.of(secret), open));
            }
            in.end();
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt(path.toString(), 0, "the keyring is garbled", e);
        }
    }

    synchronized NavigableMap<Integer, Key> keys() {
        return Collections.unmodifiableNavigableMap(new TreeMap<>(keys));
    }

    /// The key that signs checkpoints now: the newest.
    synchronized Optional<Key> signing() {
        return keys.descendingMap().values().stream()
                .filter(key -> key.purpose() == Purpose.CHECKPOINT_SIGNING)
                .findFirst();
    }

    /// The open half of a key that signs, or signed, checkpoints.
    synchronized Optional<Bytes> signingKey(int id) {
        return Optional.ofNullable(keys.get(id))
                .filter(key -> key.purpose() == Purpose.CHECKPOINT_SIGNING)
                .map(Key::open);
    }

    /// The secret of a private dedup domain, whose number is the key's id.
    synchronized Optional<byte[]> domainKey(int domain) {
        return Optional.ofNullable(keys.get(domain))
                .filter(key -> key.purpose() == Purpose.DEDUP_DOMAIN)
                .map(key -> key.secret().toArray());
    }

    /// The key that seals from now on: the newest for data, made when there is none.
    synchronized Key dataKey(SecureRandom random) {
        return keys.descendingMap().values().stream()
                .filter(key -> key.purpose() == Purpose.DATA)
                .findFirst()
                .orElseGet(() -> newDataKey(random));
    }

    private Key newDataKey(SecureRandom random) {
        return add(Purpose.DATA, fresh(AesGcm.KEY_BYTES, random), Bytes.EMPTY);
    }

    /// A key that sealed something.
    synchronized Optional<Key> dataKey(int id) {
        return Optional.ofNullable(keys.get(id)).filter(key -> key.purpose() == Purpose.DATA);
    }

    private synchronized long domains() {
        return keys.values().stream().filter(key -> key.purpose() == Purpose.DEDUP_DOMAIN).count();
    }

    /// The key that seals links from now on: the newest, made when there is none.
    synchronized Key linkKey(SecureRandom random) {
        return keys.descendingMap().values().stream()
                .filter(key -> key.purpose() == Purpose.LINK)
                .findFirst()
                .orElseGet(() -> add(Purpose.LINK, fresh(LINK_KEY_BYTES, random), Bytes.EMPTY));
    }

    /// A key that links were sealed with.
    synchronized Optional<Key> linkKey(int id) {
        return Optional.ofNullable(keys.get(id)).filter(key -> key.purpose() == Purpose.LINK);
    }

    /// What members of a cluster know each other by, if this node belongs to one.
    synchronized Optional<Key> clusterKey() {
        return keys.values().stream().filter(key -> key.purpose() == Purpose.CLUSTER).findFirst();
    }

    /// The same, made when there is none.
    synchronized Key clusterKey(SecureRandom random) {
        return clusterKey()
                .orElseGet(() -> add(Purpose.CLUSTER, fresh(LINK_KEY_BYTES, random), Bytes.EMPTY));
    }

    /// The keys that all members of a cluster hold: all but those that sign this node's journal.
    synchronized List<Key> shared() {
        return keys.values().stream()
                .filter(key -> key.purpose() != Purpose.CHECKPOINT_SIGNING)
                .toList();
    }

    /// Takes keys of other members over, durably. Those that are here already are left alone.
    ///
    /// @throws StoreException.Failed when another key has the id of one of them; nothing was taken
    synchronized void adopt(List<Key> others) {
        Map<Integer, Key> missing = new TreeMap<>();
        for (Key other : others) {
            Key mine = keys.get(other.id());
            if (mine == null) {
                missing.put(other.id(), other);
            } else if (mine.purpose() != other.purpose()
                    || !MessageDigest.isEqual(mine.secret().toArray(), other.secret().toArray())) {
                throw new StoreException.Failed(
                        "two members of the cluster made different keys with the id " + other.id());
            }
        }
        if (!missing.isEmpty()) {
            keys.putAll(missing);
            write();
        }
    }

    /// Adds the key that signs from now on under an id that no other node is likely to give.
    synchronized Key addSigner(Ed25519Signer.Keys pair, int id) {
        Key key = new Key(id, Purpose.CHECKPOINT_SIGNING, pair.privateKey(), pair.publicKey());
        keys.put(id, key);
        write();
        return key;
    }

    private static Bytes fresh(int length, SecureRandom random) {
        byte[] secret = new byte[length];
        random.nextBytes(secret);
        return Bytes.of(secret);
    }

    /// Mints the key of a new private dedup domain, and answers the domain's number.
    ///
    /// @throws IllegalStateException when there are too many
    int newDomain(SecureRandom random) {
        if (domains() >= MAX_DOMAINS) {
            throw new IllegalStateException(
                    "there are " + MAX_DOMAINS + " private dedup domains already");
        }
        return add(Purpose.DEDUP_DOMAIN, fresh(DOMAIN_KEY_BYTES, random), Bytes.EMPTY).id();
    }

    /// @throws StoreException.Corrupt when a store that has a journal has no signing key
    static void requireFresh(Path path, boolean fresh) {
        if (!fresh) {
            throw new StoreException.Corrupt(
                    path.toString(), 0, "the keyring is missing or holds no signing key");
        }
    }

    /// Adds a key under the next id, durably.
    synchronized Key add(Purpose purpose, Bytes secret, Bytes open) {
        int id = keys.isEmpty() ? 1 : keys.lastKey() + 1 + apart();
        Key key = new Key(id, purpose, secret, open);
        keys.put(id, key);
        write();
        return key;
    }

    /// Members make keys without asking each other: no two should give the same id.
    private int apart() {
        return clusterKey().isPresent() ? ThreadLocalRandom.current().nextInt(APART) : 0;
    }

    private void write() {
        ByteWriter out = new ByteWriter();
        out.varint(keys.size());
        for (Key key : keys.values()) {
            out.varint(key.id()).u8(key.purpose().tag);
            out.sized(key.open().toArray());
            byte[] wrapped = master.wrap(key.secret().toArray(), context(key.id()));
            if (wrapped.length > WRAPPED_LIMIT) {
                throw new IllegalArgumentException("a key is too long: " + wrapped.length);
            }
            out.sized(wrapped);
        }
        file.write(out.toArray(), disk);
    }

    private static byte[] context(int id) {
        ByteWriter out = new ByteWriter();
        return out.raw(CONTEXT).i32(id).toArray();
    }
}
