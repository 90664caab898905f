package dev.varve.server.s3;

import static dev.varve.server.auth.Action.CHANGE_BUCKET;
import static dev.varve.server.auth.Action.CREATE_BUCKET;
import static dev.varve.server.auth.Action.DELETE_BUCKET;
import static dev.varve.server.auth.Action.DELETE_OBJECT;
import static dev.varve.server.auth.Action.INSPECT_OBJECT;
import static dev.varve.server.auth.Action.LIST;
import static dev.varve.server.auth.Action.LIST_BUCKETS;
import static dev.varve.server.auth.Action.READ_BUCKET;
import static dev.varve.server.auth.Action.READ_OBJECT;
import static dev.varve.server.auth.Action.WRITE_OBJECT;

import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The table of S3's operations. What is not in it is refused: see [Parameters].
///
/// Of the rows of one method and level the first that matches is taken, so rows with selectors come
/// before the row without.
final class Routes {
    private static final String VERSION = "versionId";
    private final List<Route> rows;
    private final Map<Spot, List<Route>> bySpot;

    private record Spot(String method, Level level) {}

    Routes(Owners owners, PostObject forms) {
        rows =
                Stream.of(
                                serviceRows(),
                                bucketReads(owners),
                                listings(owners),
                                bucketWrites(forms),
                                objectReads(owners),
                                objectWrites(),
                                preflights())
                        .flatMap(List::stream)
                        .toList();
        bySpot =
                rows.stream()
                        .collect(Collectors.groupingBy(row -> new Spot(row.method(), row.level())));
    }

    List<Route> rows() {
        return rows;
    }

    /// @throws Failed `NotImplemented` for what S3 has and this server has not,
    ///     `MethodNotAllowed` for what S3 has not
    Route select(HttpRequest request, Level level) {
        List<Route> all = bySpot.getOrDefault(new Spot(request.method(), level), List.of());
        for (Route row : all) {
            if (row.matches(request.query(), request.headers())) {
                Parameters.require(row, request.query());
                return row;
            }
        }
        Parameters.requireNone(request.query());
        throw new Failed(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        "The specified method is not allowed against this resource.")
                .detail("Method", request.method())
                .detail("ResourceType", level.name())
                .header("allow", allowed(level));
    }

    private String allowed(Level level) {
        return rows.stream()
                .filter(row -> row.level() == level)
                .map(Route::method)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static List<Route> serviceRows() {
        return List.of(
                get(Level.SERVICE, "ListBuckets", LIST_BUCKETS, new ListBuckets())
                        .reading("prefix", "max-buckets", "continuation-token", "bucket-region"));
    }

    private static List<Route> bucketReads(Owners owners) {
        return List.of(
                ofBucket("GetBucketLocation", new GetBucketLocation()).when("location"),
                ofBucket("GetBucketVersioning", new GetBucketVersioning()).when("versioning"),
                ofBucket("GetBucketTagging", new GetBucketTagging()).when("tagging"),
                ofBucket("GetObjectLockConfiguration", new GetObjectLockConfiguration())
                        .when("object-lock"),
                ofBucket("GetBucketAcl", new GetBucketAcl(owners)).when("acl"),
                ofBucket("GetBucketPolicy", Unset.POLICY).when("policy"),
                ofBucket("GetBucketCors", new GetBucketCors()).when("cors"),
                ofBucket("GetBucketLifecycleConfiguration", new GetBucketLifecycleConfiguration())
                        .when("lifecycle"),
                ofBucket("GetBucketWebsite", Unset.WEBSITE).when("website"),
                ofBucket("GetBucketEncryption", Unset.ENCRYPTION).when("encryption"),
                ofBucket("GetBucketReplication", Unset.REPLICATION).when("replication"),
                ofBucket("GetPublicAccessBlock", Unset.PUBLIC_ACCESS_BLOCK)
                        .when("publicAccessBlock"),
                ofBucket("GetBucketPolicyStatus", Unset.POLICY).when("policyStatus"),
                ofBucket("GetBucketOwnershipControls", Unset.OWNERSHIP).when("ownershipControls"),
                ofBucket("GetBucketRequestPayment", Unset.REQUEST_PAYMENT).when("requestPayment"),
                ofBucket("GetBucketAccelerateConfiguration", Unset.ACCELERATE).when("accelerate"),
                ofBucket("GetBucketLogging", Unset.LOGGING).when("logging"),
                ofBucket(
                                "GetBucketNotificationConfiguration",
                                new GetBucketNotificationConfiguration())
                        .when("notification"),
                Route.of("HEAD", Level.BUCKET, "HeadBucket", READ_BUCKET, new HeadBucket()));
    }

    private static List<Route> listings(Owners owners) {
        return List.of(
                get(Level.BUCKET, "ListMultipartUploads", LIST, new ListMultipartUploads(owners))
                        .when("uploads")
                        .ofPresent(true)
                        .reading(
                                "prefix",
                                "delimiter",
                                "encoding-type",
                                "key-marker",
                                "upload-id-marker",
                                "max-uploads"),
                get(Level.BUCKET, "ListObjectVersions", LIST, new ListObjectVersions(owners))
                        .when("versions")
                        .reading(
                                "prefix",
                                "delimiter",
                                "encoding-type",
                                "key-marker",
                                "version-id-marker",
                                "max-keys"),
                get(Level.BUCKET, "ListObjectsV2", LIST, new ListObjectsV2(owners))
                        .when("list-type")
                        .reading(
                                "prefix",
                                "delimiter",
                                "encoding-type",
                                "max-keys",
                                "start-after",
                                "continuation-token",
                                "fetch-owner"),
                get(Level.BUCKET, "ListObjects", LIST, new ListObjects(owners))
                        .reading("prefix", "delimiter", "encoding-type", "max-keys", "marker"));
    }

    /// Deletes of many objects name them in the body, and so are allowed or not there, one by one.
    private static List<Route> bucketWrites(PostObject forms) {
        return List.of(
                bucket("PUT", "PutBucketVersioning", CHANGE_BUCKET, new PutBucketVersioning())
                        .when("versioning"),
                bucket("PUT", "PutBucketTagging", CHANGE_BUCKET, new PutBucketTagging())
                        .when("tagging"),
                bucket(
                                "PUT",
                                "PutObjectLockConfiguration",
                                CHANGE_BUCKET,
                                new PutObjectLockConfiguration())
                        .when("object-lock"),
                bucket("PUT", "PutBucketCors", CHANGE_BUCKET, new PutBucketCors()).when("cors"),
                bucket(
                                "PUT",
                                "PutBucketLifecycleConfiguration",
                                CHANGE_BUCKET,
                                new PutBucketLifecycleConfiguration())
                        .when("lifecycle"),
                bucket(
                                "PUT",
                                "PutBucketNotificationConfiguration",
                                CHANGE_BUCKET,
                                new PutBucketNotificationConfiguration())
                        .when("notification"),
                bucket("PUT", "CreateBucket", CREATE_BUCKET, new CreateBucket()),
                bucket("DELETE", "DeleteBucketTagging", CHANGE_BUCKET, new DeleteBucketTagging())
                        .when("tagging"),
                bucket("DELETE", "DeleteBucketCors", CHANGE_BUCKET, new DeleteBucketCors())
                        .when("cors"),
                bucket(
                                "DELETE",
                                "DeleteBucketLifecycle",
                                CHANGE_BUCKET,
                                new DeleteBucketLifecycle())
                        .when("lifecycle"),
                bucket("DELETE", "DeleteBucket", DELETE_BUCKET, new DeleteBucket()),
                bucket("POST", "DeleteObjects", READ_BUCKET, new DeleteObjects()).when("delete"),
                bucket("POST", "PostObject", WRITE_OBJECT, forms).guardingItself());
    }

    private static List<Route> objectReads(Owners owners) {
        return List.of(
                object("GET", "GetObjectAttributes", INSPECT_OBJECT, new GetObjectAttributes())
                        .when("attributes")
                        .reading(VERSION),
                object("GET", "GetObjectTagging", INSPECT_OBJECT, new GetObjectTagging())
                        .when("tagging")
                        .reading(VERSION),
                object("GET", "GetObjectLegalHold", INSPECT_OBJECT, new GetObjectLegalHold())
                        .when("legal-hold")
                        .reading(VERSION),
                object("GET", "GetObjectRetention", INSPECT_OBJECT, new GetObjectRetention())
                        .when("retention")
                        .reading(VERSION),
                object("GET", "GetObjectAcl", INSPECT_OBJECT, new GetObjectAcl(owners))
                        .when("acl")
                        .reading(VERSION),
                object("GET", "ListParts", INSPECT_OBJECT, new ListParts())
                        .when("uploadId")
                        .ofPresent(true)
                        .reading("max-parts", "part-number-marker", "encoding-type"),
                object("GET", "GetObject", READ_OBJECT, new GetObject())
                        .reading("partNumber", VERSION),
                object("HEAD", "HeadObject", READ_OBJECT, new HeadObject())
                        .reading("partNumber", VERSION));
    }

    private static List<Route> objectWrites() {
        return List.of(
                object("PUT", "PutObjectTagging", WRITE_OBJECT, new PutObjectTagging())
                        .when("tagging")
                        .reading(VERSION),
                object("PUT", "PutObjectLegalHold", WRITE_OBJECT, new PutObjectLegalHold())
                        .when("legal-hold")
                        .reading(VERSION),
                object("PUT", "PutObjectRetention", WRITE_OBJECT, new PutObjectRetention())
                        .when("retention")
                        .reading(VERSION),
                object("PUT", "UploadPartCopy", WRITE_OBJECT, new UploadPartCopy())
                        .when("uploadId", "partNumber")
                        .whenCopying(),
                object("PUT", "UploadPart", WRITE_OBJECT, new UploadPart())
                        .when("uploadId", "partNumber"),
                object("PUT", "CopyObject", WRITE_OBJECT, new CopyObject()).whenCopying(),
                object("PUT", "PutObject", WRITE_OBJECT, new PutObject()),
                object("POST", "CreateMultipartUpload", WRITE_OBJECT, new CreateMultipartUpload())
                        .when("uploads"),
                object(
                                "POST",
                                "CompleteMultipartUpload",
                                WRITE_OBJECT,
                                new CompleteMultipartUpload())
                        .when("uploadId"),
                object("DELETE", "DeleteObjectTagging", WRITE_OBJECT, new DeleteObjectTagging())
                        .when("tagging")
                        .reading(VERSION),
                object("DELETE", "AbortMultipartUpload", WRITE_OBJECT, new AbortMultipartUpload())
                        .when("uploadId"),
                object("DELETE", "DeleteObject", DELETE_OBJECT, new DeleteObject())
                        .reading(VERSION));
    }

    private static List<Route> preflights() {
        return List.of(
                bucket("OPTIONS", "Preflight", READ_BUCKET, new Preflight()).guardingItself(),
                object("OPTIONS", "Preflight", READ_OBJECT, new Preflight()).guardingItself());
    }

    private static Route get(Level level, String name, Action action, Operation operation) {
        return Route.of("GET", level, name, action, operation);
    }

    private static Route ofBucket(String name, Operation operation) {
        return get(Level.BUCKET, name, READ_BUCKET, operation);
    }

    private static Route bucket(String method, String name, Action action, Operation operation) {
        return Route.of(method, Level.BUCKET, name, action, operation);
    }

    private static Route object(String method, String name, Action action, Operation operation) {
        return Route.of(method, Level.OBJECT, name, action, operation);
    }
}
