package dev.varve.server.http;

import java.util.Arrays;
import java.util.Optional;

/// Every error that a client can be told, by the name S3 gives it where it has one, with its status.
public enum ErrorCode {
    ACCESS_CONTROL_LIST_NOT_SUPPORTED("AccessControlListNotSupported", 400),
    ACCESS_DENIED("AccessDenied", 403),
    ACCESS_FORBIDDEN("AccessForbidden", 403),
    AUTHORIZATION_HEADER_MALFORMED("AuthorizationHeaderMalformed", 400),
    AUTHORIZATION_QUERY_PARAMETERS_ERROR("AuthorizationQueryParametersError", 400),
    BAD_DIGEST("BadDigest", 400),
    BAD_REQUEST("BadRequest", 400),
    BUCKET_ALREADY_EXISTS("BucketAlreadyExists", 409),
    BUCKET_ALREADY_OWNED_BY_YOU("BucketAlreadyOwnedByYou", 409),
    BUCKET_NOT_EMPTY("BucketNotEmpty", 409),
    BYTES_RELEASED("BytesReleased", 410),
    CHECKSUM_MISMATCH("ChecksumMismatch", 460),
    CURSOR_ALREADY_EXISTS("CursorAlreadyExists", 409),
    CURSOR_IS_AHEAD("CursorIsAhead", 409),
    CURSOR_LAPSED("CursorLapsed", 410),
    CONDITIONAL_REQUEST_CONFLICT("ConditionalRequestConflict", 409),
    ENCRYPTION_CONFIGURATION_NOT_FOUND("ServerSideEncryptionConfigurationNotFoundError", 404),
    ENTITY_TOO_LARGE("EntityTooLarge", 400),
    ENTITY_TOO_SMALL("EntityTooSmall", 400),
    EVENTS_TRIMMED("EventsTrimmed", 410),
    EXPIRED_TOKEN("ExpiredToken", 400),
    FETCH_FAILED("FetchFailed", 502),
    FETCH_REFUSED("FetchRefused", 403),
    FETCH_TIMEOUT("FetchTimeout", 504),
    FORM_NOT_ANNOUNCED("FormNotAnnounced", 409),
    HTTP_VERSION_NOT_SUPPORTED("HttpVersionNotSupported", 505),
    HISTORY_PURGED("HistoryPurged", 410),
    ILLEGAL_LOCATION_CONSTRAINT("IllegalLocationConstraintException", 400),
    ILLEGAL_VERSIONING_CONFIGURATION("IllegalVersioningConfigurationException", 400),
    INCOMPLETE_BODY("IncompleteBody", 400),
    INCORRECT_NUMBER_OF_FILES("IncorrectNumberOfFilesInPOSTRequest", 400),
    INTERNAL_ERROR("InternalError", 500),
    INVALID_ACCESS_KEY_ID("InvalidAccessKeyId", 403),
    INVALID_ARGUMENT("InvalidArgument", 400),
    INVALID_BUCKET_NAME("InvalidBucketName", 400),
    INVALID_BUCKET_STATE("InvalidBucketState", 409),
    INVALID_DIGEST("InvalidDigest", 400),
    INVALID_LAYOUT("InvalidLayout", 400),
    INVALID_LOCATION_CONSTRAINT("InvalidLocationConstraint", 400),
    INVALID_PART("InvalidPart", 400),
    INVALID_PART_NUMBER("InvalidPartNumber", 416),
    INVALID_PART_ORDER("InvalidPartOrder", 400),
    INVALID_POLICY_DOCUMENT("InvalidPolicyDocument", 400),
    INVALID_RANGE("InvalidRange", 416),
    INVALID_REQUEST("InvalidRequest", 400),
    INVALID_RETENTION_PERIOD("InvalidRetentionPeriod", 400),
    INVALID_STORAGE_CLASS("InvalidStorageClass", 400),
    INVALID_TAG("InvalidTag", 400),
    INVALID_TOKEN("InvalidToken", 400),
    INVALID_URI("InvalidURI", 400),
    KEY_TOO_LONG("KeyTooLongError", 400),
    INVALID_LINK("InvalidLink", 403),
    LINK_EXPIRED("LinkExpired", 410),
    LINK_FOR_OTHER_METHOD("LinkForOtherMethod", 403),
    LINK_REVOKED("LinkRevoked", 410),
    LINK_SPENT("LinkSpent", 410),
    MALFORMED_JSON("MalformedJSON", 400),
    MALFORMED_POST_REQUEST("MalformedPOSTRequest", 400),
    MALFORMED_TRAILER("MalformedTrailerError", 400),
    MALFORMED_XML("MalformedXML", 400),
    MAX_MESSAGE_LENGTH_EXCEEDED("MaxMessageLengthExceeded", 400),
    MAX_POST_PRE_DATA_LENGTH_EXCEEDED("MaxPostPreDataLengthExceededError", 400),
    /// Not every member of the cluster knows yet what has to be known before.
    MEMBERS_BEHIND("MembersBehind", 503),
    METADATA_TOO_LARGE("MetadataTooLarge", 400),
    METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
    MISSING_CONTENT_LENGTH("MissingContentLength", 411),
    NOT_DELETED("NotDeleted", 409),
    NOT_IMPLEMENTED("NotImplemented", 501),
    NOT_OWNER("NotOwner", 409),
    NOT_MODIFIED("NotModified", 304),
    NO_SUCH_ACCESS_KEY("NoSuchAccessKey", 404),
    NO_SUCH_BUCKET("NoSuchBucket", 404),
    NO_SUCH_BUCKET_POLICY("NoSuchBucketPolicy", 404),
    NO_SUCH_CURSOR("NoSuchCursor", 404),
    NO_SUCH_CORS_CONFIGURATION("NoSuchCORSConfiguration", 404),
    NO_SUCH_KEY("NoSuchKey", 404),
    NO_SUCH_LIFECYCLE_CONFIGURATION("NoSuchLifecycleConfiguration", 404),
    NO_SUCH_OBJECT_LOCK_CONFIGURATION("NoSuchObjectLockConfiguration", 404),
    NO_SUCH_PUBLIC_ACCESS_BLOCK("NoSuchPublicAccessBlockConfiguration", 404),
    NO_SUCH_RESOURCE("NoSuchResource", 404),
    NO_SUCH_TAG_SET("NoSuchTagSet", 404),
    NO_SUCH_UPLOAD("NoSuchUpload", 404),
    NO_SUCH_VERSION("NoSuchVersion", 404),
    NO_SUCH_WEBHOOK("NoSuchWebhook", 404),
    NO_SUCH_WEBSITE_CONFIGURATION("NoSuchWebsiteConfiguration", 404),
    OBJECT_LOCKED("ObjectLocked", 409),
    OBJECT_LOCK_CONFIGURATION_NOT_FOUND("ObjectLockConfigurationNotFoundError", 404),
    OPERATION_ABORTED("OperationAborted", 409),
    OUT_OF_SPACE("InsufficientStorage", 507),
    OWNERS_DIFFER("OwnersDiffer", 409),
    OWNER_DISPUTED("OwnerDisputed", 503),
    OWNER_UNAVAILABLE("OwnerUnavailable", 503),
    POSITION_NOT_REACHED("PositionNotReached", 503),
    PRECONDITION_FAILED("PreconditionFailed", 412),
    QUERY_STOPPED("QueryStopped", 422),
    QUOTA_EXCEEDED("QuotaExceeded", 403),
    REPLICATION_CONFIGURATION_NOT_FOUND("ReplicationConfigurationNotFoundError", 404),
    REQUEST_HEADER_SECTION_TOO_LARGE("RequestHeaderSectionTooLarge", 400),
    REQUEST_URI_TOO_LONG("RequestURITooLong", 414),
    REQUEST_TIMEOUT("RequestTimeout", 400),
    REQUEST_TIME_TOO_SKEWED("RequestTimeTooSkewed", 403),
    SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
    SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
    SLOW_DOWN("SlowDown", 503),
    TEMPORARY_REDIRECT("TemporaryRedirect", 307),
    TOO_MANY_ACCESS_KEYS("TooManyAccessKeys", 409),
    TOO_MANY_CURSORS("TooManyCursors", 409),
    TOO_MANY_BUCKETS("TooManyBuckets", 400),
    TOO_MANY_WEBHOOKS("TooManyWebhooks", 409),
    UNAUTHENTICATED("Unauthenticated", 401),
    UNEXPECTED_CONTENT("UnexpectedContent", 400),
    UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
    UNSUPPORTED_TUS_VERSION("UnsupportedTusVersion", 412),
    UPLOAD_INCOMPLETE("UploadIncomplete", 409),
    UPLOAD_OFFSET_MISMATCH("UploadOffsetMismatch", 409),
    WEBHOOK_ALREADY_EXISTS("WebhookAlreadyExists", 409),
    XAMZ_CONTENT_SHA256_MISMATCH("XAmzContentSHA256Mismatch", 400);

    private final String code;
    private final int status;

    ErrorCode(String code, int status) {
        this.code = code;
        this.status = status;
    }

    public String code() {
        return code;
    }

    /// The one that is told by this name.
    public static Optional<ErrorCode> named(String code) {
        return Arrays.stream(values()).filter(each -> each.code.equals(code)).findFirst();
    }

    public int status() {
        return status;
    }
}
