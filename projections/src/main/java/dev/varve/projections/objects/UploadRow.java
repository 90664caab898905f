package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadId;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.StateCodec;
import dev.varve.projections.Table;
import java.time.Instant;

/// Open uploads as row values.
final class UploadRow {
    private static final int NO_CHECKSUM = 0;

    private UploadRow() {}

    static byte[] bytes(Upload upload) {
        return Rows.write(out -> write(out, upload));
    }

    private static void write(ByteWriter out, Upload upload) {
        DigestAlgorithm checksum = upload.checksum();
        out.string(upload.owner()).zigzag(upload.created().toEpochMilli());
        out.u8(checksum == null ? NO_CHECKSUM : checksum.tag()).flag(upload.compositeChecksum());
        StateCodec.writeAttributes(out, upload.attributes());
    }

    static Upload read(BucketId bucket, ObjectKey key, UploadId id, byte[] value) {
        return Rows.read(Table.UPLOADS, value, in -> read(bucket, key, id, in));
    }

    private static Upload read(BucketId bucket, ObjectKey key, UploadId id, ByteReader in) {
        String owner = in.string();
        Instant created = Instant.ofEpochMilli(in.zigzag());
        int tag = in.u8();
        DigestAlgorithm checksum = tag == NO_CHECKSUM ? null : DigestAlgorithm.ofTag(tag);
        boolean composite = in.flag();
        Attributes attributes = StateCodec.readAttributes(in);
        return new Upload(bucket, key, id, owner, created, attributes, checksum, composite);
    }
}
