package dev.varve.server.surface;

import dev.varve.log.BucketName;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.List;

/// Names that a new bucket may have: less than what a bucket may be called, since S3 reserves some
/// for itself and this server `--at--`, and aliases, for its past states.
public final class NewBucketName {
    private static final List<String> PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> SUFFIXES =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

    private NewBucketName() {}

    /// @throws Failed `InvalidBucketName`
    public static BucketName of(String name) {
        boolean reserved =
                name.contains(PastName.Form.INFIX)
                        || PastName.parse(name).isPresent()
                        || PREFIXES.stream().anyMatch(name::startsWith)
                        || SUFFIXES.stream().anyMatch(name::endsWith);
        if (reserved || !BucketName.isValid(name)) {
            throw new Failed(ErrorCode.INVALID_BUCKET_NAME, "The specified bucket is not valid.")
                    .detail("BucketName", name);
        }
        return new BucketName(name);
    }
}
