package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Hashes;
import dev.varve.tools.s3.Payload;
import dev.varve.tools.s3.S3Request;
import java.util.Base64;
import java.util.List;

/// Signed requests with [Documents] where S3 takes documents.
final class XmlBodies implements Family {
    private static final String NAME = "XML";
    private static final String KEY = "document";

    private static final List<Place> PLACES =
            List.of(
                    new Place(
                            "POST",
                            false,
                            "delete",
                            "<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object>"
                                    + "<Object><Key>b</Key><VersionId>null</VersionId></Object></Delete>"),
                    new Place(
                            "POST",
                            true,
                            "uploadId",
                            "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>\"0\"</ETag>"
                                    + "</Part></CompleteMultipartUpload>"),
                    new Place(
                            "PUT",
                            false,
                            "versioning",
                            "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"),
                    new Place(
                            "PUT",
                            false,
                            "tagging",
                            "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>"),
                    new Place(
                            "PUT",
                            true,
                            "tagging",
                            "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>"),
                    new Place(
                            "PUT",
                            false,
                            "object-lock",
                            "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>"
                                    + "<DefaultRetention><Mode>GOVERNANCE</Mode><Days>1</Days>"
                                    + "</DefaultRetention></Rule></ObjectLockConfiguration>"),
                    new Place(
                            "PUT",
                            true,
                            "retention",
                            "<Retention><Mode>GOVERNANCE</Mode>"
                                    + "<RetainUntilDate>2030-01-01T00:00:00Z</RetainUntilDate></Retention>"),
                    new Place(
                            "PUT",
                            true,
                            "legal-hold",
                            "<LegalHold><Status>OFF</Status></LegalHold>"),
                    new Place(
                            "PUT",
                            false,
                            "",
                            "<CreateBucketConfiguration><LocationConstraint>us-east-1"
                                    + "</LocationConstraint></CreateBucketConfiguration>"),
                    new Place(
                            "PUT",
                            false,
                            "acl",
                            "<AccessControlPolicy><Owner/></AccessControlPolicy>"),
                    new Place(
                            "PUT",
                            false,
                            "cors",
                            "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin>"
                                    + "<AllowedMethod>GET</AllowedMethod></CORSRule>"
                                    + "</CORSConfiguration>"),
                    new Place("PUT", false, "policy", "<x/>"));

    private final Author author;

    /// Where a document is taken, and one that is sound there.
    private record Place(String method, boolean object, String parameter, String sound) {
        S3Request request(String bucket, String uploadId) {
            S3Request request =
                    object
                            ? S3Request.object(method, bucket, KEY)
                            : S3Request.bucket(method, bucket);
            return parameter.isEmpty()
                    ? request
                    : request.query(parameter, parameter.equals("uploadId") ? uploadId : "");
        }
    }

    XmlBodies(Author author) {
        this.author = author;
    }

    @Override
    public Case next(Dice dice) {
        Place place = dice.pick(PLACES);
        byte[] document = Documents.bent(dice, place.sound());
        String upload = dice.chance(50) ? author.upload() : dice.word();
        boolean md5 = dice.chance(90);
        return author.aimed(
                NAME,
                dice,
                dice.pick(Payload.HASHED, Payload.HASHED, Payload.UNSIGNED, Payload.SIGNED_CHUNKS),
                bucket -> {
                    S3Request request = place.request(bucket, upload).body(document);
                    return md5
                            ? request.header(
                                    "content-md5",
                                    Base64.getEncoder().encodeToString(Hashes.md5(document)))
                            : request;
                });
    }
}
