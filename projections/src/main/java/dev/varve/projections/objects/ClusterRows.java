package dev.varve.projections.objects;

import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Other nodes as rows.
final class ClusterRows {
    static final byte[] LAYOUT = "layout".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LEVEL = "level".getBytes(StandardCharsets.US_ASCII);
    private static final int FIRST_LEVEL = 1;

    private ClusterRows() {}

    static byte[] key(Origin origin) {
        return write(new ByteWriter(), origin).toArray();
    }

    static byte[] key(NodeId by, Origin origin) {
        return write(new ByteWriter().i64(by.value()), origin).toArray();
    }

    private static ByteWriter write(ByteWriter out, Origin origin) {
        return out.i64(origin.node().value()).i32(origin.incarnation());
    }

    private static Origin origin(ByteReader in) {
        NodeId node = new NodeId(in.i64());
        return new Origin(node, in.i32());
    }

    static byte[] bytes(Peer peer) {
        return Rows.write(out ->
                out.i64(peer.position().value()).hash(peer.root()).i64(peer.time().packed()));
    }

    static Optional<Peer> peer(ViewReader rows, Origin origin) {
        return Optional.ofNullable(rows.get(Table.PEERS, key(origin)))
                .map(value -> peer(origin, value));
    }

    private static Peer peer(Origin origin, byte[] value) {
        return Rows.read(
                Table.PEERS,
                value,
                in ->
                        new Peer(
                                origin,
                                new Position(in.i64()),
                                in.hash(),
                                new HybridTime(in.i64())));
    }

    /// Of all origins, in their order.
    static List<Peer> peers(ViewReader rows) {
        List<Peer> peers = new ArrayList<>();
        try (RowCursor cursor = rows.scan(Table.PEERS)) {
            boolean on = cursor.seek(new byte[0]);
            while (on) {
                peers.add(peer(origin(new ByteReader(cursor.key())), cursor.value()));
                on = cursor.next();
            }
        }
        return peers;
    }

    static byte[] bytes(Position position) {
        return Rows.write(out -> out.i64(position.value()));
    }

    static List<Seen> seen(ViewReader rows) {
        List<Seen> all = new ArrayList<>();
        try (RowCursor cursor = rows.scan(Table.SEEN)) {
            boolean on = cursor.seek(new byte[0]);
            while (on) {
                ByteReader key = new ByteReader(cursor.key());
                NodeId by = new NodeId(key.i64());
                all.add(new Seen(by, origin(key), position(cursor.value())));
                on = cursor.next();
            }
        }
        return all;
    }

    static Position position(byte[] value) {
        return Rows.read(Table.SEEN, value, in -> new Position(in.i64()));
    }

    static byte[] bytes(Cluster cluster) {
        return Rows.write(out -> {
            out.varint(cluster.epoch());
            StampCodec.write(out, cluster.by());
            out.varint(cluster.members().size());
            cluster.members().forEach(member -> out.i64(member.value()));
            out.sized(cluster.layout());
        });
    }

    static Optional<Cluster> cluster(ViewReader rows) {
        return Optional.ofNullable(rows.get(Table.CLUSTER, LAYOUT))
                .map(value -> Rows.read(Table.CLUSTER, value, ClusterRows::cluster));
    }

    private static Cluster cluster(ByteReader in) {
        long epoch = in.varint();
        var by = StampCodec.read(in);
        int count = in.count();
        List<NodeId> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(new NodeId(in.i64()));
        }
        Bytes layout = in.sizedBytes();
        return new Cluster(epoch, List.copyOf(members), layout, by);
    }

    static byte[] level(int level) {
        return Rows.write(out -> out.varint(level));
    }

    static int level(ViewReader rows) {
        byte[] value = rows.get(Table.CLUSTER, LEVEL);
        return value == null ? FIRST_LEVEL : Rows.read(Table.CLUSTER, value, ByteReader::varint32);
    }
}
