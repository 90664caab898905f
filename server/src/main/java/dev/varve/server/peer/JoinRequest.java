package dev.varve.server.peer;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.NodeId;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.util.UUID;

/// What a node says of itself when it asks to belong to a cluster.
///
/// @param url where members reach it
/// @param readOnly whether it takes no writes
/// @param replaces whether it comes in the place of the member of its name
record JoinRequest(
        NodeId node,
        String name,
        String url,
        int keyId,
        Bytes publicKey,
        boolean readOnly,
        boolean replaces) {
    private static final int VERSION = 1;

    /// Of the same form; a release that knows of no replacing must not take it for a newcomer.
    private static final int REPLACING = 2;

    /// More than any is.
    static final int MAX_BYTES = 4 << 10;

    byte[] bytes() {
        return new ByteWriter()
                .u8(replaces ? REPLACING : VERSION)
                .i64(node.value())
                .string(name)
                .string(url)
                .varint(keyId)
                .sized(publicKey)
                .flag(readOnly)
                .toArray();
    }

    /// @throws IllegalArgumentException when the bytes are none
    static JoinRequest read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.u8();
        if (version != REPLACING) {
            requireVersion(version);
        }
        JoinRequest request =
                new JoinRequest(
                        new NodeId(in.i64()),
                        in.string(),
                        in.string(),
                        in.varint32(),
                        in.sizedBytes(),
                        in.flag(),
                        version == REPLACING);
        in.end();
        return request;
    }

    private static void requireVersion(int version) {
        if (version != VERSION) {
            throw new IllegalArgumentException("a wish to join of version " + version);
        }
    }

    /// What the cluster answers.
    ///
    /// @param keys that its members share, sealed with the token that was shown
    /// @param layout by which the newcomer finds the members, until it has folded theirs
    record Welcome(ClusterId cluster, Bytes keys, Bytes layout) {
        Bytes bytes() {
            ByteWriter out = new ByteWriter().u8(VERSION);
            out.i64(cluster.value().getMostSignificantBits());
            out.i64(cluster.value().getLeastSignificantBits());
            return Bytes.of(out.sized(keys).sized(layout).toArray());
        }

        /// @throws IllegalArgumentException when the bytes are none
        static Welcome read(byte[] bytes) {
            ByteReader in = new ByteReader(bytes);
            requireVersion(in.u8());
            ClusterId cluster = new ClusterId(new UUID(in.i64(), in.i64()));
            Welcome welcome = new Welcome(cluster, in.sizedBytes(), in.sizedBytes());
            in.end();
            return welcome;
        }
    }
}
