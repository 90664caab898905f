package dev.varve.projections.objects;

import dev.varve.log.HybridTime;
import dev.varve.log.LinkId;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /// The first did not say which event revoked links last.
    private static final int STAMPED = 2;

    private static final Stamp BEFORE_ALL =
            new Stamp(HybridTime.ZERO, new Origin(new NodeId(0), 1));

    private LinkRows() {}

    /// @param epoch where this node learned of it
    /// @param until when no link that it revokes is good any more
    /// @param revoked the last event that did
    record Issuer(LinkEpoch epoch, Instant until, Stamp revoked) {}

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
        return Rows.write(
                STAMPED,
                out -> {
                    write(out, row);
                    StampCodec.write(out, row.revoked());
                });
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
        return issuer.until().isBefore(horizon)
                ? null
                : Rows.write(out -> {
                    StampCodec.write(out, issuer.revoked());
                    out.zigzag(issuer.until().toEpochMilli());
                });
    }

    private static void write(ByteWriter out, Issuer row) {
        out.varint(row.epoch().incarnation()).i64(row.epoch().position().value());
        out.zigzag(row.until().toEpochMilli());
    }

    static Issuer issuerRow(byte[] value) {
        return Rows.read(Table.LINK_ISSUERS, value, STAMPED, LinkRows::readIssuer);
    }

    private static Issuer readIssuer(int form, ByteReader in) {
        LinkEpoch epoch = new LinkEpoch(in.varint32(), new Position(in.i64()));
        Instant until = Instant.ofEpochMilli(in.zigzag());
        return new Issuer(epoch, until, form < STAMPED ? BEFORE_ALL : StampCodec.read(in));
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
