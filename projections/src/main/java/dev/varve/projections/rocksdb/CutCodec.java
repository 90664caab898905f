package dev.varve.projections.rocksdb;

import dev.varve.log.Cut;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/// A cut as bytes: for each origin in order node (8), incarnation (4), position (8).
final class CutCodec {
    private static final int ENTRY_BYTES = 20;

    private CutCodec() {}

    static byte[] bytes(Cut cut) {
        ByteBuffer out = ByteBuffer.allocate(cut.positions().size() * ENTRY_BYTES);
        cut.positions()
                .forEach((origin, position) ->
                        out.putLong(origin.node().value())
                                .putInt(origin.incarnation())
                                .putLong(position.value()));
        return out.array();
    }

    static Cut read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        TreeMap<Origin, Position> positions = new TreeMap<>();
        while (in.hasRemaining()) {
            Origin origin = new Origin(new NodeId(in.getLong()), in.getInt());
            positions.put(origin, new Position(in.getLong()));
        }
        return new Cut(positions);
    }
}
