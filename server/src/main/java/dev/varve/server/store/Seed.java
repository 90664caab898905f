package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/// Where the state came from that a store began with: its journal does not hold what was before. A view of
/// such a store is made of a snapshot and the journal after it, never of the journal alone.
///
/// @param source whose view it was
/// @param position of the newest event of that node's journal in it
public record Seed(Origin source, Position position) {
    private static final int MAGIC = 0x5641_5344;
    private static final int BYTES = 20;
    private static final String FILE = "seed";

    private static SealedFile file(Path root) {
        return new SealedFile(root.resolve(FILE), MAGIC);
    }

    /// Empty where a store's journal holds all that it ever was, or held it until it was trimmed.
    ///
    /// @param root the data directory
    /// @throws StoreException.Corrupt when the file is damaged
    public static Optional<Seed> of(Path root) {
        SealedFile file = file(root);
        return file.exists() ? Optional.of(decode(file.read(), file.path())) : Optional.empty();
    }

    void write(Path root, Disk disk) {
        byte[] bytes =
                ByteBuffer.allocate(BYTES)
                        .putLong(source.node().value())
                        .putInt(source.incarnation())
                        .putLong(position.value())
                        .array();
        file(root).write(bytes, disk);
    }

    static Path path(Path root) {
        return file(root).path();
    }

    private static Seed decode(byte[] bytes, Path path) {
        if (bytes.length != BYTES) {
            throw new StoreException.Corrupt(path.toString(), 0, "the length is wrong");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        NodeId node = new NodeId(in.getLong());
        return new Seed(new Origin(node, in.getInt()), new Position(in.getLong()));
    }

    @Override
    public String toString() {
        return "what " + source.node() + " had at its event " + position;
    }
}
