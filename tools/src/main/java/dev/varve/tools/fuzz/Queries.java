package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import java.util.List;

/// Signed requests with parameters that select or steer something, with any value: mostly those that
/// mean something where they are, sometimes any together.
final class Queries implements Family {
    private static final String NAME = "query";

    private static final List<String> OF_LISTINGS =
            List.of(
                    "continuation-token",
                    "delimiter",
                    "encoding-type",
                    "fetch-owner",
                    "key-marker",
                    "list-type",
                    "marker",
                    "max-keys",
                    "max-uploads",
                    "prefix",
                    "start-after",
                    "upload-id-marker",
                    "uploads",
                    "version-id-marker",
                    "versions");

    private static final List<String> OF_BUCKETS =
            List.of("location", "object-lock", "tagging", "versioning", "acl", "policy", "logging");

    private static final List<String> OF_READS =
            List.of(
                    "versionId",
                    "partNumber",
                    "attributes",
                    "tagging",
                    "retention",
                    "legal-hold",
                    "uploadId",
                    "max-parts",
                    "part-number-marker",
                    "response-content-type",
                    "response-content-disposition",
                    "response-expires",
                    "x-id");

    private static final List<String> OF_WRITES =
            List.of("uploadId", "partNumber", "versionId", "tagging", "uploads", "x-id");

    private static final List<String> OTHERS =
            List.of(
                    "cors",
                    "delete",
                    "encryption",
                    "lifecycle",
                    "max-buckets",
                    "notification",
                    "replication",
                    "restore",
                    "select",
                    "torrent",
                    "website",
                    "X-Amz-Date",
                    "X-Amz-Expires",
                    "X-Amz-Signature");

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
        boolean read = method.equals("GET") || method.equals("HEAD");
        // A bucket is never deleted: what is accepted would find nothing from then on.
        boolean object = method.equals("DELETE") || dice.chance(60);
        List<String> own =
                object ? (read ? OF_READS : OF_WRITES) : dice.chance(70) ? OF_LISTINGS : OF_BUCKETS;
        S3Request request =
                object
                        ? S3Request.object(method, bucket, key(dice))
                        : S3Request.bucket(method, bucket);
        for (int i = 0; i <= dice.below(3); i++) {
            request.query(name(dice, own), value(dice));
        }
        return dice.chance(20) ? request.body(dice.bytes(dice.below(100))) : request;
    }

    private static String key(Dice dice) {
        return dice.chance(50) ? "headers/" + dice.below(20) : "query/" + dice.word();
    }

    private static String name(Dice dice, List<String> own) {
        return switch (dice.below(10)) {
            case 0 -> dice.pick(OTHERS);
            case 1 -> dice.word();
            default -> dice.pick(own);
        };
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
