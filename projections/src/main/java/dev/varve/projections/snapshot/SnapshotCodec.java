package dev.varve.projections.snapshot;

import dev.varve.log.ClusterId;
import dev.varve.log.Cut;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.projections.ViewFormat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Bytes of a snapshot's header and end, as FORMAT.md has them.
final class SnapshotCodec {
    static final int MAGIC = 0xD6565254;
    static final int VERSION = 1;
    static final int VIEW_FORMAT = ViewFormat.NOW;
    static final int BLOCK = 1;
    static final int END = 2;

    /// Magic, version, length.
    static final int PREFIX = 9;

    static final int MAX_HEADER = 1 << 16;
    static final int MAX_SIGNATURE = 1 << 10;

    /// A block is written when its rows have reached this.
    static final int TARGET = 1 << 20;

    static final int MAX_BLOCK = 16 << 20;

    private SnapshotCodec() {}

    static byte[] header(SnapshotHeader header) {
        ByteWriter body = new ByteWriter();
        body.i64(header.cluster().value().getMostSignificantBits())
                .i64(header.cluster().value().getLeastSignificantBits());
        origin(body, header.origin());
        body.varint(header.cut().positions().size());
        header.cut()
                .positions()
                .forEach((origin, position) -> {
                    origin(body, origin);
                    body.i64(position.value());
                });
        body.hash(header.last()).varint(VIEW_FORMAT).flag(header.root().isPresent());
        header.root().ifPresent(root -> root(body, root));
        body.i64(header.made().toEpochMilli()).string(header.software());
        body.varint(header.keyId()).sized(header.publicKey());
        ByteWriter out = new ByteWriter();
        out.i32(MAGIC).u8(VERSION).i32(body.size()).raw(body.toArray());
        return out.i32(crc(out.toArray(), out.size())).toArray();
    }

    private static void origin(ByteWriter out, Origin origin) {
        out.i64(origin.node().value()).i32(origin.incarnation());
    }

    private static void root(ByteWriter out, SignedRoot root) {
        out.i64(root.position().value())
                .hash(root.root())
                .varint(root.keyId())
                .sized(root.signature());
    }

    /// How many bytes follow the prefix, the checksum among them.
    ///
    /// @throws IllegalArgumentException when no header begins so
    static int restOfHeader(byte[] prefix) {
        ByteReader in = new ByteReader(prefix);
        if (in.i32() != MAGIC) {
            throw new IllegalArgumentException("this is no snapshot");
        }
        int version = in.u8();
        if (version != VERSION) {
            throw new StoreException.FromTheFuture("a snapshot of version " + version);
        }
        int length = in.i32();
        if (length < 0 || length > MAX_HEADER) {
            throw new IllegalArgumentException("a header of " + length + " bytes");
        }
        return length + Integer.BYTES;
    }

    /// @throws IllegalArgumentException when it is not one as written
    static SnapshotHeader header(byte[] bytes) {
        int end = bytes.length - Integer.BYTES;
        if (new ByteReader(bytes, end, Integer.BYTES).i32() != crc(bytes, end)) {
            throw new IllegalArgumentException("the header's checksum is wrong");
        }
        ByteReader in = new ByteReader(bytes, PREFIX, end - PREFIX);
        ClusterId cluster = new ClusterId(new UUID(in.i64(), in.i64()));
        Origin origin = origin(in);
        Cut cut = cut(in);
        Hash256 last = in.hash();
        requireViewFormat(in.varint32());
        Optional<SignedRoot> root = in.flag() ? Optional.of(root(in)) : Optional.empty();
        SnapshotHeader header =
                new SnapshotHeader(
                        cluster,
                        origin,
                        cut,
                        last,
                        root,
                        Instant.ofEpochMilli(in.i64()),
                        in.string(),
                        in.varint32(),
                        in.sizedBytes());
        in.end();
        return header;
    }

    private static Origin origin(ByteReader in) {
        return new Origin(new NodeId(in.i64()), in.i32());
    }

    private static Cut cut(ByteReader in) {
        TreeMap<Origin, Position> positions = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            positions.put(origin(in), new Position(in.i64()));
        }
        return new Cut(positions);
    }

    private static SignedRoot root(ByteReader in) {
        return new SignedRoot(new Position(in.i64()), in.hash(), in.varint32(), in.sizedBytes());
    }

    private static void requireViewFormat(int format) {
        if (format < ViewFormat.OLDEST_READ || format > VIEW_FORMAT) {
            throw new StoreException.FromTheFuture("a snapshot with rows of view format " + format);
        }
    }

    static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
