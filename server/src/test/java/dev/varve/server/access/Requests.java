package dev.varve.server.access;

import dev.varve.server.auth.Action;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// What asks for an action on each surface, in the bucket `matrix` or in one that was made for this
/// very cell.
///
/// @param bucket of the cell, empty so far
/// @param key of the cell, below the place that the row is about; holds an object
/// @param version of the object in the bucket with object lock, where the row is about one
record Requests(String bucket, String key, String version) {
    static final String SHARED = "matrix";
    static final String LOCKED = "locked";

    /// Empty where a surface has no such action.
    List<Sent> of(Surface surface, Action action) {
        return switch (surface) {
            case S3_HEADER, S3_PRESIGNED -> s3(action);
            case V1_BASIC -> new ApiRequests(this).of(action);
            case V1_BEARER, V1_SIGNED, V1_PRESIGNED ->
                    new ApiRequests(this).of(action).stream().limit(1).toList();
            case LINK -> link(action);
            case TUS -> tus(action);
        };
    }

    private List<Sent> s3(Action action) {
        String object = "/" + SHARED + "/" + key;
        return switch (action) {
            case LIST_BUCKETS -> List.of(Sent.of("GET", "/"));
            case CREATE_BUCKET -> List.of(Sent.of("PUT", "/" + bucket + "-new"));
            case DELETE_BUCKET -> List.of(Sent.of("DELETE", "/" + bucket));
            case READ_BUCKET -> List.of(Sent.of("GET", "/" + SHARED).query("location="));
            case CHANGE_BUCKET -> List.of(Sent.of("DELETE", "/" + SHARED).query("tagging="));
            case LIST ->
                    List.of(
                            Sent.of("GET", "/" + SHARED)
                                    .query("list-type=2&prefix=" + encoded(folder())));
            case READ_OBJECT -> List.of(Sent.of("GET", object));
            case INSPECT_OBJECT -> List.of(Sent.of("GET", object).query("tagging="));
            case READ_VERSION -> List.of(Sent.of("GET", object).query("versionId=null"));
            case READ_HISTORY ->
                    List.of(
                            Sent.of("GET", "/" + SHARED + "--at--{then}/" + key),
                            Sent.of("HEAD", "/" + SHARED + "--at--{then}/" + key),
                            Sent.of("GET", "/" + SHARED + "--at--{then}/" + key).query("tagging="),
                            Sent.of("GET", "/" + SHARED + "--at--{then}")
                                    .query("list-type=2&prefix=" + encoded(folder())));
            case WRITE_OBJECT -> List.of(Sent.of("PUT", object).body("changed"));
            case DELETE_OBJECT -> List.of(Sent.of("DELETE", object));
            case BYPASS_GOVERNANCE ->
                    List.of(
                            Sent.of("DELETE", "/" + LOCKED + "/" + key)
                                    .query("versionId=" + version)
                                    .header("x-amz-bypass-governance-retention", "true"));
            case WHO_AM_I,
                    READ_STATS,
                    MANAGE_LINKS,
                    MANAGE_KEYS,
                    READ_ADDRESSES,
                    READ_JOURNAL,
                    MANAGE_WEBHOOKS,
                    MANAGE_CLUSTER,
                    READ_TOTALS,
                    READ_CONFIG,
                    MAINTAIN ->
                    List.of();
        };
    }

    /// The token is one that the caller gets for the method, for the version too where it says so.
    private static List<Sent> link(Action action) {
        String link = "/v1/l/{token}";
        return switch (action) {
            case READ_OBJECT -> List.of(Sent.of("GET", link), Sent.of("HEAD", link));
            case READ_VERSION ->
                    List.of(
                            Sent.of("GET", "/v1/l/{tokenOfVersion}"),
                            Sent.of("HEAD", "/v1/l/{tokenOfVersion}"));
            case WRITE_OBJECT -> List.of(Sent.of("PUT", link).body("changed"));
            case DELETE_OBJECT -> List.of(Sent.of("DELETE", link));
            default -> List.of();
        };
    }

    /// Those behind the first are about an upload of somebody else's.
    private List<Sent> tus(Action action) {
        if (action != Action.WRITE_OBJECT) {
            return List.of();
        }
        String upload = "/v1/tus/{tus}";
        return List.of(
                creation(),
                resumable("HEAD", upload),
                appending("PATCH", upload),
                appending("POST", upload).header("X-HTTP-Method-Override", "PATCH"),
                resumable("DELETE", upload));
    }

    Sent creation() {
        String name = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
        return resumable("POST", "/v1/buckets/" + SHARED + "/tus")
                .header("Upload-Length", "7")
                .header("Upload-Metadata", "key " + name);
    }

    static Sent appending(String method, String path) {
        return resumable(method, path)
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .body("changed");
    }

    private static Sent resumable(String method, String path) {
        return Sent.of(method, path).header("Tus-Resumable", "1.0.0");
    }

    /// The place that the row is about.
    String folder() {
        return key.substring(0, key.indexOf('/') + 1);
    }

    /// The key behind it.
    String name() {
        return key.substring(folder().length());
    }

    static String encoded(String key) {
        return key.replace("/", "%2F");
    }
}
