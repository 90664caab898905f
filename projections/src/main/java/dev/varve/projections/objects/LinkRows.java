package dev.varve.projections.objects;

import dev.varve.log.LinkId;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Ends of links as rows.
final class LinkRows {
    private static final byte BY_NAME = 1;
    private static final byte BY_TIME = 2;
    static final byte[] TIMES = {BY_TIME};

    private LinkRows() {}

    /// @param until when no link that it revokes is good any more
    record Issuer(LinkEpoch epoch, Instant until) {}

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
        return Rows.write(out -> write(out, row));
    }

    private static void write(ByteWriter out, Issuer row) {
        out.varint(row.epoch().incarnation()).i64(row.epoch().position().value());
        out.zigzag(row.until().toEpochMilli());
    }

    static Issuer issuerRow(byte[] value) {
        return Rows.read(Table.LINK_ISSUERS, value, LinkRows::readIssuer);
    }

    private static Issuer readIssuer(ByteReader in) {
        LinkEpoch epoch = new LinkEpoch(in.varint32(), new Position(in.i64()));
        return new Issuer(epoch, Instant.ofEpochMilli(in.zigzag()));
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
