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
import java.util.Map;
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

    /// @param until when no link that they revoke is good any more
    record Issuer(Revocations revocations, Instant until) {}

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
        Issuer issuer = issuerRow(value);
        return issuer.until().isBefore(horizon) ? null : bytes(issuer);
    }

    private static void write(ByteWriter out, Issuer row) {
        row.revocations().write(out);
        out.zigzag(row.until().toEpochMilli());
    }

    static Issuer issuerRow(byte[] value) {
        return Rows.read(Table.LINK_ISSUERS, value, BY_NODE, LinkRows::readIssuer);
    }

    private static Issuer readIssuer(int form, ByteReader in) {
        if (form < BY_NODE) {
            return readLocal(form, in);
        }
        return new Issuer(Revocations.read(in), Instant.ofEpochMilli(in.zigzag()));
    }

    /// No node has that id: no link has seen it but those that are made here after it, and the next
    /// revocation of any node comes beside it.
    private static Issuer readLocal(int form, ByteReader in) {
        Revocations.At at = new Revocations.At(in.varint32(), new Position(in.i64()));
        Instant until = Instant.ofEpochMilli(in.zigzag());
        if (form > 1) {
            StampCodec.read(in);
        }
        return new Issuer(new Revocations(new TreeMap<>(Map.of(new NodeId(0), at))), until);
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
