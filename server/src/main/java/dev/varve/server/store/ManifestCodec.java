package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.ObjectPart;
import dev.varve.log.Slice;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.ContentCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Manifest blobs: magic, version, the distinct blobs, then slices by index into them, then parts.
/// The byte table is in FORMAT.md beside this file.
final class ManifestCodec {
    private static final int MAGIC = 0x564d_414e;
    private static final int VERSION = 1;

    private ManifestCodec() {}

    static byte[] encode(Manifest manifest) {
        ByteWriter out = new ByteWriter();
        out.i32(MAGIC).u8(VERSION);
        List<BlobId> blobs = manifest.blobs();
        Map<BlobId, Integer> index = new HashMap<>();
        out.varint(blobs.size());
        for (BlobId blob : blobs) {
            index.put(blob, index.size());
            ContentCodec.writeBlobId(out, blob);
        }
        out.varint(manifest.slices().size());
        for (Slice slice : manifest.slices()) {
            out.varint(index.getOrDefault(slice.blob(), -1));
            out.varint(slice.offset()).varint(slice.length());
        }
        out.varint(manifest.parts().size());
        manifest.parts().forEach(part -> writePart(out, part));
        return out.toArray();
    }

    private static void writePart(ByteWriter out, ObjectPart part) {
        out.varint(part.number()).varint(part.size());
        ContentCodec.writeChecksum(out, part.checksum());
    }

    /// @throws StoreException.FromTheFuture when a later release wrote it
    static Manifest decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        if (in.i32() != MAGIC) {
            throw new IllegalArgumentException("not a manifest");
        }
        int version = in.u8();
        if (version != VERSION) {
            throw new StoreException.FromTheFuture("a manifest has version " + version);
        }
        List<BlobId> blobs = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            blobs.add(ContentCodec.readBlobId(in));
        }
        List<Slice> slices = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            slices.add(new Slice(blobs.get(in.varint32()), in.varint(), in.varint()));
        }
        List<ObjectPart> parts = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            parts.add(new ObjectPart(in.varint32(), in.varint(), ContentCodec.readChecksum(in)));
        }
        in.end();
        return new Manifest(slices, parts);
    }
}
