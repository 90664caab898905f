package dev.varve.server.store;

import dev.varve.log.ClusterId;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// The mark of a view that was made anew, is complete, and waits for the next start to take the place
/// of the one that serves.
///
/// @param of the store whose journal it was made of
/// @param position of the newest event in it
/// @param last commitment of that event
record NextView(Identity of, Position position, Hash256 last) {
    private static final int MAGIC = 0x5641_4e56;
    private static final int BYTES = 36 + Hash256.BYTES;

    /// @throws StoreException.Corrupt when the file is damaged
    static Optional<NextView> read(Path path) {
        SealedFile file = new SealedFile(path, MAGIC);
        return file.exists() ? Optional.of(decode(file.read(), path)) : Optional.empty();
    }

    void write(Path path, Disk disk) {
        Origin origin = of.origin();
        UUID cluster = of.cluster().value();
        byte[] bytes =
                ByteBuffer.allocate(BYTES)
                        .putLong(cluster.getMostSignificantBits())
                        .putLong(cluster.getLeastSignificantBits())
                        .putLong(origin.node().value())
                        .putInt(origin.incarnation())
                        .putLong(position.value())
                        .put(last.bytes())
                        .array();
        new SealedFile(path, MAGIC).write(bytes, disk);
    }

    private static NextView decode(byte[] bytes, Path path) {
        if (bytes.length != BYTES) {
            throw new StoreException.Corrupt(path.toString(), 0, "the length is wrong");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        ClusterId cluster = new ClusterId(new UUID(in.getLong(), in.getLong()));
        Origin origin = new Origin(new NodeId(in.getLong()), in.getInt());
        Position position = new Position(in.getLong());
        return new NextView(new Identity(cluster, origin), position, Hash256.read(in));
    }
}
