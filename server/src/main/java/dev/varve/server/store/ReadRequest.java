package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import org.jspecify.annotations.Nullable;

/// A read of one object. `version` null reads what is (or was) current.
public record ReadRequest(
        BucketName bucket,
        ObjectKey key,
        @Nullable VersionRef version,
        AsOf asOf,
        ByteRange range,
        Preconditions preconditions) {
    public static ReadRequest of(BucketName bucket, ObjectKey key) {
        return new ReadRequest(bucket, key, null, AsOf.NOW, ByteRange.ALL, Preconditions.NONE);
    }

    public ReadRequest asOf(AsOf then) {
        return new ReadRequest(bucket, key, version, then, range, preconditions);
    }

    public ReadRequest version(VersionRef named) {
        return new ReadRequest(bucket, key, named, asOf, range, preconditions);
    }

    public ReadRequest range(ByteRange wanted) {
        return new ReadRequest(bucket, key, version, asOf, wanted, preconditions);
    }

    public ReadRequest preconditions(Preconditions asked) {
        return new ReadRequest(bucket, key, version, asOf, range, asked);
    }
}
