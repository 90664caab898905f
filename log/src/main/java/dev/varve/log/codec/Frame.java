package dev.varve.log.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import java.util.ArrayList;
import java.util.List;

/// A run of one origin's records as it is shipped to others, signed by that origin at its end.
///
/// @param root the chain after the last record
/// @param signature of the root, by the origin's key of that id
public record Frame(
        Origin origin, List<RecordView> records, Hash256 root, int keyId, Bytes signature) {
    private static final int VERSION = 1;
    private static final int RAW = 0;
    private static final int ZSTANDARD = 1;
    private static final int LEVEL = 1;

    /// How many records a frame has at most.
    public static final int MAX_RECORDS = 1_000;

    /// How many bytes of records a frame has at most, unless it has a single record.
    public static final int MAX_BYTES = 256 << 10;

    /// Room for all that is beside the records.
    private static final int MARGIN = 4 << 10;

    /// How long a frame can be in its stored form.
    public static final int MAX_LENGTH = RecordFormat.MAX_RECORD + MARGIN;

    public Frame {
        records = List.copyOf(records);
        if (records.isEmpty() || records.size() > MAX_RECORDS) {
            throw new IllegalArgumentException("a frame has 1 to " + MAX_RECORDS + " records");
        }
    }

    public Position first() {
        return records.getFirst().position();
    }

    public Position last() {
        return records.getLast().position();
    }

    public Event.EventsImported imported() {
        HybridTime newest = records.getLast().envelope().time();
        return new Event.EventsImported(origin, first(), last(), newest, bytes());
    }

    public Bytes bytes() {
        ByteWriter raw = new ByteWriter(records.stream().mapToInt(RecordView::length).sum());
        records.forEach(record -> record.writeTo(raw));
        byte[] plain = raw.toArray();
        byte[] packed = Zstd.compress(plain, LEVEL);
        boolean smaller = packed.length < plain.length;
        ByteWriter out = new ByteWriter(MARGIN + Math.min(packed.length, plain.length));
        out.u8(VERSION);
        ClusterCodec.write(out, origin);
        out.hash(root).varint(keyId).sized(signature);
        out.varint(records.size()).u8(smaller ? ZSTANDARD : RAW).varint(plain.length);
        out.sized(smaller ? packed : plain);
        return Bytes.of(out.toArray());
    }

    /// The records were found whole, and nothing else about them: who reads this checks the rest.
    ///
    /// @throws IllegalArgumentException when the bytes are no frame
    /// @throws StoreException.FromTheFuture for a form of a newer release
    public static Frame read(Bytes bytes) {
        if (bytes.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a frame of " + bytes.length() + " bytes");
        }
        ByteReader in = new ByteReader(bytes.toArray());
        int version = in.u8();
        if (version != VERSION) {
            throw new StoreException.FromTheFuture(
                    "frame format " + version + " needs a newer release");
        }
        Origin origin = ClusterCodec.readOrigin(in);
        Hash256 root = in.hash();
        int keyId = in.varint32();
        Bytes signature = in.sizedBytes();
        int count = in.varint32();
        byte[] plain = plain(in);
        in.end();
        return new Frame(origin, records(plain, count), root, keyId, signature);
    }

    private static byte[] plain(ByteReader in) {
        int form = in.u8();
        int length = in.varint32();
        byte[] stored = in.sized();
        if (length > MAX_BYTES + RecordFormat.MAX_RECORD) {
            throw new IllegalArgumentException("a frame with " + length + " bytes of records");
        }
        return switch (form) {
            case RAW -> requireLength(stored, length);
            case ZSTANDARD -> unpacked(stored, length);
            default ->
                    throw new StoreException.FromTheFuture(
                            "frame encoding " + form + " needs a newer release");
        };
    }

    private static byte[] requireLength(byte[] plain, int length) {
        if (plain.length != length) {
            throw new IllegalArgumentException(
                    plain.length + " bytes of records in place of " + length);
        }
        return plain;
    }

    private static byte[] unpacked(byte[] stored, int length) {
        byte[] plain = new byte[length];
        try {
            long got = Zstd.decompressByteArray(plain, 0, length, stored, 0, stored.length);
            if (got != length) {
                throw new IllegalArgumentException("records that cannot be unpacked");
            }
            return plain;
        } catch (ZstdException e) {
            throw new IllegalArgumentException("records that cannot be unpacked", e);
        }
    }

    private static List<RecordView> records(byte[] plain, int count) {
        if (count < 1 || count > MAX_RECORDS) {
            throw new IllegalArgumentException("a frame of " + count + " records");
        }
        List<RecordView> records = new ArrayList<>(count);
        int at = 0;
        for (int i = 0; i < count; i++) {
            RecordView record = RecordView.at(plain, at);
            records.add(record);
            at += record.length();
        }
        if (at != plain.length) {
            throw new IllegalArgumentException("bytes behind the last record");
        }
        return records;
    }
}
