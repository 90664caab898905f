package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Stamp;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/// How far a look at a bucket came: behind a key, or behind a version or upload of it.
///
/// @param uploads whether it is through with versions
/// @param newer versions of the key that were looked at
public record LifecyclePlace(boolean uploads, Bytes key, @Nullable Stamp last, int newer) {
    public static final LifecyclePlace BEGIN = behind(Bytes.EMPTY);
    static final LifecyclePlace UPLOADS = new LifecyclePlace(true, Bytes.EMPTY, null, 0);

    static LifecyclePlace behind(Bytes key) {
        return new LifecyclePlace(false, key, null, 0);
    }

    public Bytes bytes() {
        ByteWriter out = new ByteWriter();
        write(out);
        return Bytes.of(out.toArray());
    }

    void write(ByteWriter out) {
        out.flag(uploads).sized(key).varint(newer).flag(last != null);
        if (last != null) {
            out.i64(last.time().packed()).i64(last.origin().node().value());
            out.i32(last.origin().incarnation());
        }
    }

    /// @throws IllegalArgumentException for what is no place
    public static LifecyclePlace of(Bytes bytes) {
        ByteReader in = new ByteReader(bytes.toArray());
        LifecyclePlace place = read(in);
        in.end();
        return place;
    }

    static LifecyclePlace read(ByteReader in) {
        boolean uploads = in.flag();
        Bytes key = in.sizedBytes();
        int newer = in.varint32();
        Stamp last =
                in.flag()
                        ? new Stamp(
                                new HybridTime(in.i64()),
                                new Origin(new NodeId(in.i64()), in.i32()))
                        : null;
        return new LifecyclePlace(uploads, key, last, newer);
    }
}
