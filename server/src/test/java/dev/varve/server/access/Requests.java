package dev.varve.server.access;

import dev.varve.server.auth.Action;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    Optional<Sent> of(Surface surface, Action action) {
        return Optional.ofNullable(surface.isS3() ? s3(action) : v1(action));
    }

    private @Nullable Sent s3(Action action) {
        String object = "/" + SHARED + "/" + key;
        return switch (action) {
            case LIST_BUCKETS -> Sent.of("GET", "/");
            case CREATE_BUCKET -> Sent.of("PUT", "/" + bucket + "-new");
            case DELETE_BUCKET -> Sent.of("DELETE", "/" + bucket);
            case READ_BUCKET -> Sent.of("GET", "/" + SHARED).query("location=");
            case CHANGE_BUCKET -> Sent.of("DELETE", "/" + SHARED).query("tagging=");
            case LIST -> Sent.of("GET", "/" + SHARED).query("list-type=2&prefix=" + folder());
            case READ_OBJECT -> Sent.of("GET", object);
            case INSPECT_OBJECT -> Sent.of("GET", object).query("tagging=");
            case READ_HISTORY -> Sent.of("GET", object).query("versionId=null");
            case WRITE_OBJECT -> Sent.of("PUT", object).body("changed");
            case DELETE_OBJECT -> Sent.of("DELETE", object);
            case BYPASS_GOVERNANCE ->
                    Sent.of("DELETE", "/" + LOCKED + "/" + key)
                            .query("versionId=" + version)
                            .header("x-amz-bypass-governance-retention", "true");
            case WHO_AM_I,
                    READ_STATS,
                    MANAGE_LINKS,
                    MANAGE_KEYS,
                    READ_TOTALS,
                    READ_CONFIG,
                    MAINTAIN ->
                    null;
        };
    }

    /// The place that the row is about, encoded.
    private String folder() {
        return key.substring(0, key.indexOf('/')) + "%2F";
    }

    private @Nullable Sent v1(Action action) {
        return switch (action) {
            case LIST_BUCKETS -> Sent.of("GET", "/v1/buckets");
            case WHO_AM_I -> Sent.of("GET", "/v1/whoami");
            case CREATE_BUCKET ->
                    Sent.of("POST", "/v1/buckets").body("{\"name\":\"" + bucket + "-new\"}");
            case DELETE_BUCKET -> Sent.of("DELETE", "/v1/buckets/" + bucket);
            case READ_BUCKET -> Sent.of("GET", "/v1/buckets/" + SHARED);
            case MANAGE_KEYS -> Sent.of("GET", "/v1/keys");
            case CHANGE_BUCKET,
                    READ_STATS,
                    LIST,
                    READ_OBJECT,
                    INSPECT_OBJECT,
                    READ_HISTORY,
                    WRITE_OBJECT,
                    DELETE_OBJECT,
                    BYPASS_GOVERNANCE,
                    MANAGE_LINKS,
                    READ_TOTALS,
                    READ_CONFIG,
                    MAINTAIN ->
                    null;
        };
    }
}
