package dev.varve.server.store;

import dev.varve.log.ClusterId;
import dev.varve.log.Disk;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.StoreException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Who a data directory is: cluster, node, and incarnation of its journal.
public record Identity(ClusterId cluster, Origin origin) {
    private static final int MAGIC = 0x5641_4944;
    private static final int BYTES = 28;

    /// Reads the identity of a data directory; a new one is made only where there is no journal.
    static Identity of(DataDirectory data, Disk disk, RandomGenerator random) {
        SealedFile file = file(data.identity());
        if (file.exists()) {
            return decode(file.read(), data.identity());
        }
        if (Files.exists(data.journal())) {
            throw new StoreException.Corrupt(
                    data.identity().toString(), 0, "the file is missing but there is a journal");
        }
        Identity fresh =
                new Identity(
                        new ClusterId(new UUID(random.nextLong(), random.nextLong())),
                        new Origin(new NodeId(random.nextLong()), 1));
        file.write(fresh.encode(), disk);
        return fresh;
    }

    /// Reads an identity without making one.
    public static Identity read(DataDirectory data) {
        SealedFile file = file(data.identity());
        if (!file.exists()) {
            throw new StoreException.Failed(data.root() + " holds no store");
        }
        return decode(file.read(), data.identity());
    }

    /// Begins a new incarnation: after a part of the journal's end was cut off.
    public Identity reborn(DataDirectory data, Disk disk) {
        Identity next = new Identity(cluster, new Origin(origin.node(), origin.incarnation() + 1));
        file(data.identity()).write(next.encode(), disk);
        return next;
    }

    /// Makes this the identity of a data directory that has none.
    void write(DataDirectory data, Disk disk) {
        file(data.identity()).write(encode(), disk);
    }

    private static SealedFile file(Path path) {
        return new SealedFile(path, MAGIC);
    }

    private byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putLong(cluster.value().getMostSignificantBits())
                .putLong(cluster.value().getLeastSignificantBits())
                .putLong(origin.node().value())
                .putInt(origin.incarnation())
                .array();
    }

    private static Identity decode(byte[] bytes, Path path) {
        if (bytes.length != BYTES) {
            throw new StoreException.Corrupt(path.toString(), 0, "the length is wrong");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        ClusterId cluster = new ClusterId(new UUID(in.getLong(), in.getLong()));
        NodeId node = new NodeId(in.getLong());
        return new Identity(cluster, new Origin(node, in.getInt()));
    }
}
