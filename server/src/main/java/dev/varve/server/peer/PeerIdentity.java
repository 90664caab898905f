package dev.varve.server.peer;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.util.UUID;

/// Who a member is, as it says itself.
///
/// @param formatLevel the newest forms that it reads
/// @param epoch of the layout it has; 0 for none
record PeerIdentity(ClusterId cluster, Origin origin, int formatLevel, long epoch) {
    private static final int VERSION = 1;

    Bytes bytes() {
        ByteWriter out = new ByteWriter().u8(VERSION);
        out.i64(cluster.value().getMostSignificantBits());
        out.i64(cluster.value().getLeastSignificantBits());
        out.i64(origin.node().value()).i32(origin.incarnation());
        return Bytes.of(out.varint(formatLevel).varint(epoch).toArray());
    }

    /// @throws IllegalArgumentException when the bytes are none
    static PeerIdentity read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.u8();
        if (version != VERSION) {
            throw new IllegalArgumentException("an identity of version " + version);
        }
        ClusterId cluster = new ClusterId(new UUID(in.i64(), in.i64()));
        NodeId node = new NodeId(in.i64());
        Origin origin = new Origin(node, in.i32());
        PeerIdentity identity = new PeerIdentity(cluster, origin, in.varint32(), in.varint());
        in.end();
        return identity;
    }
}
