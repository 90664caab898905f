package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "DELETE");
    private final Routes routes = new Routes(new Owners(new NoUsers()), HandlerKit.noForms());

    @ParameterizedTest
    @CsvSource({
        "GET,     SERVICE, '',                          ListBuckets",
        "GET,     SERVICE, x-id=ListBuckets,            ListBuckets",
        "GET,     BUCKET,  '',                          ListObjects",
        "GET,     BUCKET,  prefix=&delimiter=,          ListObjects",
        "GET,     BUCKET,  list-type=2&prefix=a,        ListObjectsV2",
        "GET,     BUCKET,  versions,                    ListObjectVersions",
        "GET,     BUCKET,  versions=&max-keys=3,        ListObjectVersions",
        "GET,     BUCKET,  uploads,                     ListMultipartUploads",
        "GET,     BUCKET,  location,                    GetBucketLocation",
        "GET,     BUCKET,  versioning,                  GetBucketVersioning",
        "GET,     BUCKET,  tagging,                     GetBucketTagging",
        "GET,     BUCKET,  object-lock,                 GetObjectLockConfiguration",
        "GET,     BUCKET,  acl,                         GetBucketAcl",
        "GET,     BUCKET,  policy,                      GetBucketPolicy",
        "HEAD,    BUCKET,  '',                          HeadBucket",
        "PUT,     BUCKET,  '',                          CreateBucket",
        "PUT,     BUCKET,  versioning,                  PutBucketVersioning",
        "PUT,     BUCKET,  tagging,                     PutBucketTagging",
        "GET,     BUCKET,  cors,                        GetBucketCors",
        "PUT,     BUCKET,  cors,                        PutBucketCors",
        "DELETE,  BUCKET,  cors,                        DeleteBucketCors",
        "PUT,     BUCKET,  object-lock,                 PutObjectLockConfiguration",
        "DELETE,  BUCKET,  '',                          DeleteBucket",
        "DELETE,  BUCKET,  tagging,                     DeleteBucketTagging",
        "POST,    BUCKET,  delete,                      DeleteObjects",
        "POST,    BUCKET,  '',                          PostObject",
        "GET,     OBJECT,  '',                          GetObject",
        "GET,     OBJECT,  versionId=v&partNumber=1,    GetObject",
        "GET,     OBJECT,  response-content-type=a,     GetObject",
        "GET,     OBJECT,  X-Amz-Signature=a,           GetObject",
        "GET,     OBJECT,  AWSAccessKeyId=a&Signature=b&Expires=c, GetObject",
        "GET,     OBJECT,  attributes,                  GetObjectAttributes",
        "GET,     OBJECT,  tagging&versionId=v,         GetObjectTagging",
        "GET,     OBJECT,  uploadId=u&max-parts=3,      ListParts",
        "GET,     OBJECT,  acl,                         GetObjectAcl",
        "GET,     OBJECT,  retention,                   GetObjectRetention",
        "GET,     OBJECT,  legal-hold,                  GetObjectLegalHold",
        "HEAD,    OBJECT,  partNumber=2,                HeadObject",
        "PUT,     OBJECT,  x-id=PutObject,              PutObject",
        "PUT,     OBJECT,  uploadId=u&partNumber=1,     UploadPart",
        "PUT,     OBJECT,  tagging,                     PutObjectTagging",
        "PUT,     OBJECT,  retention,                   PutObjectRetention",
        "PUT,     OBJECT,  legal-hold,                  PutObjectLegalHold",
        "POST,    OBJECT,  uploads,                     CreateMultipartUpload",
        "POST,    OBJECT,  uploadId=u,                  CompleteMultipartUpload",
        "DELETE,  OBJECT,  versionId=v,                 DeleteObject",
        "DELETE,  OBJECT,  uploadId=u,                  AbortMultipartUpload",
        "DELETE,  OBJECT,  tagging,                     DeleteObjectTagging",
        "OPTIONS, OBJECT,  '',                          Preflight",
        "OPTIONS, BUCKET,  '',                          Preflight",
        "OPTIONS, OBJECT,  uploads,                     Preflight",
        "OPTIONS, OBJECT,  tagging&X-Amz-Signature=a,   Preflight",
    })
    void findsOperation(String method, Level level, String query, String name) {
        assertThat(select(method, level, query, false).name()).isEqualTo(name);
    }

    @Test
    void takesCopySourceFromHeaderOnly() {
        assertThat(select("PUT", Level.OBJECT, "", true).name()).isEqualTo("CopyObject");
        assertThat(select("PUT", Level.OBJECT, "uploadId=u&partNumber=1", true).name())
                .isEqualTo("UploadPartCopy");
        assertThat(select("PUT", Level.OBJECT, "tagging", true).name())
                .isEqualTo("PutObjectTagging");
        assertThat(refusal("PUT", Level.OBJECT, "x-amz-copy-source=/b/k"))
                .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
        assertThat(refusal("PUT", Level.OBJECT, "X-Amz-Copy-Source=/b/k"))
                .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
    }

    /// Law 8: whatever S3 calls a sub-resource is an operation of its own here, or 501.
    @Test
    void neverTakesSubResourceForSomethingElse() {
        for (String name : Parameters.SUB_RESOURCES) {
            for (String method : METHODS) {
                for (Level level : Level.values()) {
                    for (String query : List.of(name, name + "=", name + "=x", "x-id=y&" + name)) {
                        Optional<Route> found = trySelect(method, level, query);
                        found.ifPresent(route ->
                                assertThat(route.selectors())
                                        .as("%s %s ?%s", method, level, query)
                                        .contains(name));
                    }
                }
            }
        }
    }

    @Test
    void refusesSubResourcesThatOnlyS3Has() {
        for (String name :
                List.of(
                        "acl",
                        "policy",
                        "website",
                        "logging",
                        "replication",
                        "encryption",
                        "accelerate",
                        "requestPayment",
                        "inventory",
                        "analytics",
                        "metrics",
                        "intelligent-tiering",
                        "ownershipControls",
                        "publicAccessBlock",
                        "policyStatus",
                        "torrent",
                        "restore",
                        "select",
                        "session")) {
            for (String method : List.of("PUT", "POST", "DELETE")) {
                assertThat(refusal(method, Level.BUCKET, name))
                        .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
                assertThat(refusal(method, Level.OBJECT, name))
                        .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
            }
        }
        for (String query :
                List.of("torrent", "inventory", "intelligent-tiering", "metrics&id=1", "session")) {
            assertThat(refusal("GET", Level.BUCKET, query)).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
            assertThat(refusal("GET", Level.OBJECT, query)).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
        }
        assertThat(refusal("POST", Level.OBJECT, "select&select-type=2"))
                .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
    }

    @Test
    void refusesUnlistedParametersOfWrites() {
        for (String method : List.of("PUT", "POST", "DELETE")) {
            for (String query : List.of("unheard", "unheard=", "unheard=of", "x-id=a&other=1")) {
                assertThat(refusal(method, Level.OBJECT, query))
                        .as(method + query)
                        .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
                assertThat(refusal(method, Level.BUCKET, query))
                        .as(method + query)
                        .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
            }
        }
    }

    @Test
    void ignoresUnlistedParametersOfReadsThatHaveValue() {
        for (String method : List.of("GET", "HEAD")) {
            for (Level level : List.of(Level.BUCKET, Level.OBJECT)) {
                assertThat(trySelect(method, level, "unheard=of")).isPresent();
                assertThat(refusal(method, level, "unheard")).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
                assertThat(refusal(method, level, "unheard=")).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
            }
        }
    }

    @Test
    void refusesTwoSubResourcesAtOnce() {
        assertThat(refusal("GET", Level.BUCKET, "acl&versions"))
                .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
        assertThat(refusal("PUT", Level.OBJECT, "tagging&uploadId=u&partNumber=1"))
                .isEqualTo(ErrorCode.NOT_IMPLEMENTED);
        assertThat(refusal("PUT", Level.OBJECT, "uploadId=u")).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
    }

    @Test
    void refusesMethodsThatAreNone() {
        assertThat(refusal("PATCH", Level.OBJECT, "")).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(refusal("POST", Level.OBJECT, "")).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(refusal("DELETE", Level.SERVICE, "")).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
        assertThat(refusal("get", Level.OBJECT, "")).isEqualTo(ErrorCode.METHOD_NOT_ALLOWED);
        assertThatThrownBy(() -> select("PATCH", Level.SERVICE, "", false))
                .asInstanceOf(InstanceOfAssertFactories.type(Failed.class))
                .satisfies(failed -> {
                    assertThat(failed.headers().get("allow", "")).isEqualTo("GET");
                    assertThat(failed.details()).containsEntry("ResourceType", "SERVICE");
                });
    }

    @Test
    void reachesEveryRow() {
        Set<String> seen = new HashSet<>();
        for (Route row : routes.rows()) {
            String query = String.join("&", row.selectors());
            assertThat(select(row.method(), row.level(), query, row.copies())).isEqualTo(row);
            assertThat(seen.add(row.method() + row.level() + row.name())).as(row.name()).isTrue();
        }
    }

    @Test
    void knowsEverySelector() {
        for (Route row : routes.rows()) {
            for (String selector : row.selectors()) {
                assertThat(
                                Parameters.SUB_RESOURCES.contains(selector)
                                        || selector.equals("partNumber"))
                        .as(selector)
                        .isTrue();
            }
        }
    }

    private Route select(String method, Level level, String query, boolean copying) {
        SentRequest request = SentRequest.of(method, "/?" + query);
        return routes.select(
                copying ? request.header("x-amz-copy-source", "/b/k") : request, level);
    }

    private Optional<Route> trySelect(String method, Level level, String query) {
        try {
            return Optional.of(select(method, level, query, false));
        } catch (Failed e) {
            assertThat(e.code()).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
            return Optional.empty();
        }
    }

    private ErrorCode refusal(String method, Level level, String query) {
        try {
            Route route = select(method, level, query, false);
            throw new AssertionError(method + " " + level + " ?" + query + " is " + route.name());
        } catch (Failed e) {
            return e.code();
        }
    }
}
