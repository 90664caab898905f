package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import java.util.List;

/// Signed requests with parameters that select something, in all combinations, with any value.
final class Queries implements Family {
    private static final String NAME = "query";

    private static final List<String> NAMES =
            List.of(
                    "acl", "attributes", "continuation-token", "cors", "delete", "delimiter",
                    "encoding-type", "encryption", "fetch-owner", "key-marker", "legal-hold",
                    "lifecycle", "list-type", "location", "logging", "marker", "max-buckets",
                    "max-keys", "max-parts", "max-uploads", "notification", "object-lock",
                    "part-number-marker", "partNumber", "policy", "prefix", "replication",
                    "response-content-disposition", "response-content-type", "response-expires",
                    "restore", "retention", "select", "start-after", "tagging", "torrent",
                    "upload-id-marker", "uploadId", "uploads", "version-id-marker", "versionId",
                    "versioning", "versions", "website", "x-id", "X-Amz-Date", "X-Amz-Expires");

    private final Author author;

    Queries(Author author) {
        this.author = author;
    }

    @Override
    public Case next(Dice dice) {
        String method = dice.pick("GET", "GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS");
        return author.aimed(NAME, dice, Payload.HASHED, bucket -> request(method, bucket, dice));
    }

    private S3Request request(String method, String bucket, Dice dice) {
        // Only a read may be of the service as a whole, and a bucket is never deleted by name alone.
        boolean object = method.equals("DELETE") || dice.chance(60);
        S3Request request =
                object
                        ? S3Request.object(method, bucket, "query/" + dice.word())
                        : S3Request.bucket(method, bucket);
        for (int i = 0; i <= dice.below(4); i++) {
            request.query(dice.chance(95) ? dice.pick(NAMES) : dice.word(), value(dice));
        }
        return dice.chance(20) ? request.body(dice.bytes(dice.below(100))) : request;
    }

    private String value(Dice dice) {
        return switch (dice.below(6)) {
            case 0 -> "";
            case 1 -> dice.number();
            case 2 -> author.upload();
            case 3 -> dice.pick("2", "url", "true", "null", "/", "1");
            default -> dice.word();
        };
    }
}
