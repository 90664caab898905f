package dev.varve.projections.objects;

import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Stamp;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;

/// Stamps inside row values.
final class StampCodec {
    private StampCodec() {}

    static void write(ByteWriter out, Stamp stamp) {
        out.i64(stamp.time().packed()).i64(stamp.origin().node().value());
        out.i32(stamp.origin().incarnation());
    }

    static Stamp read(ByteReader in) {
        HybridTime time = new HybridTime(in.i64());
        return new Stamp(time, new Origin(new NodeId(in.i64()), in.i32()));
    }
}
