package dev.varve.server.api.uploads;

import dev.varve.server.api.ApiOperation;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/// The headers of tus 1.0.0.
final class Tus {
    static final String VERSION = "1.0.0";
    static final String EXTENSIONS =
            "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination,"
                    + "concatenation";
    static final String RESUMABLE = "tus-resumable";
    static final String OFFSET = "upload-offset";
    static final String LENGTH = "upload-length";
    static final String DEFER_LENGTH = "upload-defer-length";
    static final String CONCAT = "upload-concat";
    static final String EXPIRES = "upload-expires";
    static final String OVERRIDE = "x-http-method-override";
    static final String MEDIA_TYPE = "application/offset+octet-stream";

    /// What a page of another origin may read, where its origin is let in at all.
    private static final String EXPOSED =
            "Location,ETag,Retry-After,X-Amz-Request-Id,Tus-Resumable,Tus-Version,Tus-Extension,"
                    + "Tus-Max-Size,Tus-Checksum-Algorithm,Upload-Offset,Upload-Length,"
                    + "Upload-Defer-Length,Upload-Metadata,Upload-Concat,Upload-Expires";

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,30}");
    private static final int LONG_DIGITS = 18;

    private Tus() {}

    /// An operation whose every answer says what tus wants said. One of another version does not run.
    static ApiOperation operation(ApiOperation operation) {
        return call -> {
            try {
                requireVersion(call.request());
                return said(operation.handle(call));
            } catch (Failed e) {
                throw said(e);
            }
        };
    }

    static HttpResponse said(HttpResponse response) {
        return response.header(RESUMABLE, VERSION)
                .header("cache-control", "no-store")
                .header("access-control-expose-headers", EXPOSED);
    }

    private static Failed said(Failed failed) {
        return failed.header(RESUMABLE, VERSION)
                .header("cache-control", "no-store")
                .header("access-control-expose-headers", EXPOSED);
    }

    private static void requireVersion(HttpRequest request) {
        if (!request.headers().get(RESUMABLE, "").strip().equals(VERSION)) {
            throw new Failed(
                            ErrorCode.UNSUPPORTED_TUS_VERSION,
                            "Tus-Resumable must be " + VERSION + ".")
                    .header("tus-version", VERSION);
        }
    }

    static HttpResponse capabilities(long maxBytes) {
        return said(HttpResponse.of(204))
                .header("tus-version", VERSION)
                .header("tus-extension", EXTENSIONS)
                .header("tus-max-size", Long.toString(maxBytes))
                .header("tus-checksum-algorithm", DeclaredDigest.names());
    }

    static void requireMediaType(Headers headers) {
        if (!isMediaType(headers)) {
            throw new Failed(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be " + MEDIA_TYPE + ".");
        }
    }

    static boolean isMediaType(Headers headers) {
        return headers.get("content-type", "").strip().equalsIgnoreCase(MEDIA_TYPE);
    }

    /// A number of bytes in a header, if it is there. Whatever is too much for any upload is one
    /// number.
    static Optional<Long> bytes(Headers headers, String name) {
        if (headers.all(name).size() > 1) {
            throw invalid(name, "is there twice");
        }
        return headers.first(name)
                .map(String::strip)
                .map(text -> {
                    if (!DIGITS.matcher(text).matches()) {
                        throw invalid(name, "must be a number of bytes");
                    }
                    return text.length() > LONG_DIGITS ? Long.MAX_VALUE : Long.parseLong(text);
                });
    }

    static Failed invalid(String name, String why) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "'" + name + "' " + why + ".");
    }
}
