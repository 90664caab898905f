package dev.varve.projections.objects;

import dev.varve.log.LinkId;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Ends of links as rows.
final class LinkRows {
    private static final byte BY_NAME = 1;
    private static final byte BY_TIME = 2;
    static final byte[] TIMES = {BY_TIME};

    /// The wall time of the newest event about links.
    static final byte[] NEWEST = {};

    /// Before the rows of all links, after that one.
    static final byte[] FIRST = {0};

    /// Those before said where in the journal of this node links were revoked last.
    private static final int BY_NODE = 3;

    private LinkRows() {}

    /// The last event of a node that revoked them all.
    ///
    /// @param until when no link that it revokes is good any more
    record Revoked(Revocations.At at, Instant until) {}

    /// Each with its own end, so that what is left of them does not depend on what came first.
    record Issuer(SortedMap<NodeId, Revoked> byNode) {
        Issuer {
            byNode = Collections.unmodifiableSortedMap(new TreeMap<>(byNode));
        }

        Issuer and(NodeId node, Revoked revoked) {
            SortedMap<NodeId, Revoked> all = new TreeMap<>(byNode);
            all.merge(node, revoked, Issuer::later);
            return new Issuer(all);
        }

        private static Revoked later(Revoked one, Revoked other) {
            return new Revoked(
                    Revocations.At.later(one.at(), other.at()),
                    one.until().isAfter(other.until()) ? one.until() : other.until());
        }

        /// When no link that any of them revokes is good any more.
        Instant until() {
            return byNode.values().stream()
                    .map(Revoked::until)
                    .max(Instant::compareTo)
                    .orElse(Instant.EPOCH);
        }

        /// Without those that matter to no link.
        Issuer since(Instant horizon) {
            SortedMap<NodeId, Revoked> left = new TreeMap<>(byNode);
            left.values().removeIf(each -> each.until().isBefore(horizon));
            return new Issuer(left);
        }

        Revocations revocations() {
            SortedMap<NodeId, Revocations.At> all = new TreeMap<>();
            byNode.forEach((node, revoked) -> all.put(node, revoked.at()));
            return new Revocations(all);
        }
    }

    static byte[] link(LinkId link, String issuer) {
        byte[] name = utf8(issuer);
        return ByteBuffer.allocate(LinkId.BYTES + name.length).put(link.bytes()).put(name).array();
    }

    static LinkId linkOf(byte[] row) {
        return LinkId.read(ByteBuffer.wrap(row));
    }

    static byte[] bytes(LinkEnd end) {
        return Rows.write(out -> out.u8(end.tag()));
    }

    static LinkEnd end(byte[] value) {
        return Rows.read(Table.LINKS, value, in -> LinkEnd.ofTag(in.u8()));
    }

    static byte[] issuer(String issuer) {
        byte[] name = utf8(issuer);
        return ByteBuffer.allocate(1 + name.length).put(BY_NAME).put(name).array();
    }

    static byte[] bytes(Issuer row) {
        return Rows.write(BY_NODE, out -> write(out, row));
    }

    static byte[] bytes(Instant newest) {
        return Rows.write(out -> out.zigzag(newest.toEpochMilli()));
    }

    /// Nothing that ended before matters.
    static Instant horizon(ViewReader rows) {
        return newest(rows).minus(LinkFold.KEPT);
    }

    static Instant newest(ViewReader rows) {
        byte[] value = rows.get(Table.LINKS, NEWEST);
        return value == null
                ? Instant.EPOCH
                : Rows.read(Table.LINKS, value, in -> Instant.ofEpochMilli(in.zigzag()));
    }

    /// What of a row of issuers is the same everywhere; null for nothing.
    static byte @Nullable [] sharedIssuer(byte[] row, byte[] value, Instant horizon) {
        if (row[0] == BY_TIME) {
            return null;
        }
        Issuer left = issuerRow(value).since(horizon);
        return left.byNode().isEmpty() ? null : bytes(left);
    }

    private static void write(ByteWriter out, Issuer row) {
        out.varint(row.byNode().size());
        row.byNode()
                .forEach((node, revoked) -> {
                    out.i64(node.value());
                    revoked.at().write(out);
                    out.zigzag(revoked.until().toEpochMilli());
                });
    }

    static Issuer issuerRow(byte[] value) {
        return Rows.read(Table.LINK_ISSUERS, value, BY_NODE, LinkRows::readIssuer);
    }

    private static Issuer readIssuer(int form, ByteReader in) {
        if (form < BY_NODE) {
            return readLast(form, in);
        }
        SortedMap<NodeId, Revoked> byNode = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            NodeId node = new NodeId(in.i64());
            Revocations.At at = Revocations.At.read(in);
            byNode.put(node, new Revoked(at, Instant.ofEpochMilli(in.zigzag())));
        }
        return new Issuer(byNode);
    }

    /// Of a snapshot that is older: no node has that id, so only links that are made after it have seen it,
    /// and the next revocation of any node comes beside it. The time is the same on all nodes.
    private static Issuer readLast(int form, ByteReader in) {
        in.varint32();
        in.i64();
        Instant until = Instant.ofEpochMilli(in.zigzag());
        long time = form == 1 ? 0 : StampCodec.read(in).time().packed();
        Revoked last = new Revoked(new Revocations.At(1, new Position(time)), until);
        return new Issuer(new TreeMap<>(Map.of(new NodeId(0), last)));
    }

    /// In the order of time.
    static byte[] time(Instant until, String issuer) {
        byte[] name = utf8(issuer);
        return ByteBuffer.allocate(1 + Long.BYTES + name.length)
                .put(BY_TIME)
                .putLong(until.toEpochMilli())
                .put(name)
                .array();
    }

    static Instant timeOf(byte[] row) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(row).getLong(1));
    }

    static String issuerOf(byte[] row) {
        int from = 1 + Long.BYTES;
        return new String(row, from, row.length - from, StandardCharsets.UTF_8);
    }

    static byte[] nothing() {
        return Rows.write(out -> {});
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
