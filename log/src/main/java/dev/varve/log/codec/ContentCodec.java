package dev.varve.log.codec;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What names bytes: blob ids, slices, contents, checksums.
public final class ContentCodec {
    private static final int INLINE = 0;
    private static final int MANIFESTED = 1;
    private static final int NO_CHECKSUM = 0;

    private ContentCodec() {}

    public static void write(ByteWriter out, Content content) {
        switch (content) {
            case Content.Inline inline -> {
                out.u8(INLINE).varint(inline.slices().size());
                inline.slices().forEach(slice -> writeSlice(out, slice));
            }
            case Content.Manifested manifested -> {
                out.u8(MANIFESTED);
                writeBlobId(out, manifested.manifest());
                out.varint(manifested.size()).varint(manifested.slices());
                out.varint(manifested.parts().size());
                manifested.parts().forEach(part -> writeBlobId(out, part));
            }
        }
    }

    public static Content read(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case INLINE -> readInline(in);
            case MANIFESTED -> readManifested(in);
            default -> throw new IllegalArgumentException("not a kind of content: " + kind);
        };
    }

    private static Content readInline(ByteReader in) {
        int count = in.count();
        if (count == 0) {
            return Content.EMPTY;
        }
        List<Slice> slices = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slices.add(readSlice(in));
        }
        return new Content.Inline(slices);
    }

    private static Content readManifested(ByteReader in) {
        BlobId manifest = readBlobId(in);
        long size = in.varint();
        int slices = in.varint32();
        int count = in.count();
        List<BlobId> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(readBlobId(in));
        }
        return new Content.Manifested(manifest, size, slices, parts);
    }

    public static void writeSlice(ByteWriter out, Slice slice) {
        writeBlobId(out, slice.blob());
        out.varint(slice.offset()).varint(slice.length());
    }

    public static Slice readSlice(ByteReader in) {
        return new Slice(readBlobId(in), in.varint(), in.varint());
    }

    public static void writeBlobId(ByteWriter out, BlobId blob) {
        out.u8(blob.algorithm().tag()).varint(blob.domain()).hash(blob.hash());
    }

    public static BlobId readBlobId(ByteReader in) {
        BlobId.Algorithm algorithm = BlobId.Algorithm.ofTag(in.u8());
        return new BlobId(algorithm, in.varint32(), in.hash());
    }

    public static void writeChecksum(ByteWriter out, @Nullable Checksum checksum) {
        if (checksum == null) {
            out.u8(NO_CHECKSUM);
            return;
        }
        out.u8(checksum.algorithm().tag());
        out.varint(checksum.parts()).raw(checksum.value().toArray());
    }

    public static @Nullable Checksum readChecksum(ByteReader in) {
        int tag = in.u8();
        if (tag == NO_CHECKSUM) {
            return null;
        }
        DigestAlgorithm algorithm = DigestAlgorithm.ofTag(tag);
        int parts = in.varint32();
        return new Checksum(algorithm, Bytes.of(in.raw(algorithm.length())), parts);
    }

    public static void writeChecksums(ByteWriter out, List<Checksum> checksums) {
        out.varint(checksums.size());
        checksums.forEach(checksum -> writeChecksum(out, checksum));
    }

    public static List<Checksum> readChecksums(ByteReader in) {
        int count = in.count();
        List<Checksum> checksums = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Checksum checksum = readChecksum(in);
            if (checksum == null) {
                throw new IllegalArgumentException("a checksum without an algorithm");
            }
            checksums.add(checksum);
        }
        return checksums;
    }
}
