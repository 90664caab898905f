package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import java.util.List;

/// Signed requests for objects with headers that mean something and say nonsense.
final class ObjectHeaders implements Family {
    private static final String NAME = "object headers";

    private static final List<String> NAMES =
            List.of(
                    "range",
                    "if-match",
                    "if-none-match",
                    "if-modified-since",
                    "if-unmodified-since",
                    "if-range",
                    "content-type",
                    "content-md5",
                    "content-encoding",
                    "cache-control",
                    "content-disposition",
                    "content-language",
                    "expires",
                    "accept-encoding",
                    "x-amz-copy-source",
                    "x-amz-copy-source-range",
                    "x-amz-copy-source-if-match",
                    "x-amz-copy-source-if-modified-since",
                    "x-amz-metadata-directive",
                    "x-amz-tagging-directive",
                    "x-amz-tagging",
                    "x-amz-acl",
                    "x-amz-grant-read",
                    "x-amz-storage-class",
                    "x-amz-website-redirect-location",
                    "x-amz-meta-a",
                    "x-amz-meta-" + "n".repeat(300),
                    "x-amz-checksum-crc32",
                    "x-amz-checksum-crc32c",
                    "x-amz-checksum-crc64nvme",
                    "x-amz-checksum-sha1",
                    "x-amz-checksum-sha256",
                    "x-amz-checksum-mode",
                    "x-amz-checksum-type",
                    "x-amz-checksum-algorithm",
                    "x-amz-sdk-checksum-algorithm",
                    "x-amz-object-lock-mode",
                    "x-amz-object-lock-retain-until-date",
                    "x-amz-object-lock-legal-hold",
                    "x-amz-bypass-governance-retention",
                    "x-amz-object-attributes",
                    "x-amz-max-parts",
                    "x-amz-part-number-marker",
                    "x-amz-expected-bucket-owner",
                    "x-amz-request-payer",
                    "x-amz-server-side-encryption-customer-key",
                    "x-amz-mp-object-size",
                    "x-amz-write-offset-bytes",
                    "x-amz-security-token",
                    "x-amz-trailer",
                    "origin",
                    "access-control-request-method");

    private final Author author;

    ObjectHeaders(Author author) {
        this.author = author;
    }

    @Override
    public Case next(Dice dice) {
        String method = dice.pick("GET", "HEAD", "PUT", "PUT", "PUT", "DELETE", "POST");
        Payload payload = method.equals("PUT") ? dice.pick(Payload.values()) : Payload.HASHED;
        return author.aimed(NAME, dice, payload, bucket -> request(method, bucket, dice));
    }

    private S3Request request(String method, String bucket, Dice dice) {
        S3Request request = S3Request.object(method, bucket, "headers/" + dice.below(20));
        for (int i = 0; i <= dice.below(2); i++) {
            request.header(dice.pick(NAMES), value(dice));
        }
        switch (dice.below(6)) {
            case 0 -> request.query("uploads");
            case 1 -> request.query("uploadId", author.upload()).query("partNumber", "1");
            case 2 -> request.query("attributes");
            default -> {}
        }
        return method.equals("PUT") ? request.body(dice.bytes(dice.size())) : request;
    }

    private static String value(Dice dice) {
        return switch (dice.below(8)) {
            case 0 -> "bytes=" + dice.number() + "-" + dice.number();
            case 1 -> "/" + Author.CANARIES + "/" + dice.plain();
            case 2 -> "/" + Author.PLAYGROUND + "/headers/1?versionId=" + dice.plain();
            case 3 ->
                    dice.pick(
                            "COPY", "REPLACE", "ENABLED", "GOVERNANCE", "COMPLIANCE", "ON", "OFF");
            case 4 ->
                    dice.pick("private", "CRC32", "CRC64NVME", "SHA256", "FULL_OBJECT", "STANDARD");
            case 5 -> dice.pick("AAAAAA==", "AAAA", "====", "\"0\"", "W/\"0\"", "*", "a=b&c=d");
            default -> dice.plain();
        };
    }
}
