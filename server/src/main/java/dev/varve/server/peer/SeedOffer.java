package dev.varve.server.peer;

import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.replication.ship.ChainEnd;
import java.util.Optional;

/// What a member says of how a new node may begin.
///
/// @param oldest event that its journal has
/// @param needed whether its journal, from its begin, does not give all that the member has
/// @param snapshot the newest from which its journal reaches on
record SeedOffer(Position oldest, boolean needed, Optional<Snapshot> snapshot) {
    private static final int VERSION = 1;

    /// @param end of the member's journal at the snapshot's cut
    record Snapshot(long bytes, ChainEnd end) {
        Position position() {
            return end.position();
        }
    }

    Bytes bytes() {
        ByteWriter out = new ByteWriter().u8(VERSION);
        out.i64(oldest.value()).flag(needed).flag(snapshot.isPresent());
        snapshot.ifPresent(each -> write(out, each));
        return Bytes.of(out.toArray());
    }

    private static void write(ByteWriter out, Snapshot snapshot) {
        ChainEnd end = snapshot.end();
        out.i64(snapshot.bytes()).i64(end.position().value()).hash(end.root());
        out.i64(end.time().packed()).varint(end.keyId()).sized(end.signature());
    }

    /// @throws IllegalArgumentException when the bytes are none
    static SeedOffer read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.u8();
        if (version != VERSION) {
            throw new IllegalArgumentException("an offer of version " + version);
        }
        Position oldest = new Position(in.i64());
        boolean needed = in.flag();
        Optional<Snapshot> snapshot = in.flag() ? Optional.of(readSnapshot(in)) : Optional.empty();
        in.end();
        return new SeedOffer(oldest, needed, snapshot);
    }

    private static Snapshot readSnapshot(ByteReader in) {
        long length = in.i64();
        ChainEnd end =
                new ChainEnd(
                        new Position(in.i64()),
                        in.hash(),
                        new HybridTime(in.i64()),
                        in.varint32(),
                        in.sizedBytes());
        return new Snapshot(length, end);
    }
}
