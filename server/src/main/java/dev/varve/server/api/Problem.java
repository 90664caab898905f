package dev.varve.server.api;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An error as RFC 9457 has it. `type` and `code` are stable: programs may compare them.
///
/// @param title what is wrong in general, from the code
/// @param detail what is wrong here
/// @param hint what to try, where there is something
/// @param details more about it, by name
public record Problem(
        @About(value = "stable", example = "urn:varve:problem:no-such-bucket") String type,
        @About(value = "what is wrong in general", example = "No Such Bucket") String title,
        @About(value = "the same as the answer's", example = "404") int status,
        @About(value = "what is wrong here", example = "There is no bucket 'photos'.")
                String detail,
        @About(value = "stable, and short", example = "NoSuchBucket") String code,
        @About(value = "what the log knows the request by", example = "06A1V5RNF4C9K2TD")
                String requestId,
        @About(value = "what the client called it in `X-Request-Id`", example = "batch-7")
                @Nullable String clientRequestId,
        @About("what to try") @Nullable String hint,
        @About("more, by name") @Nullable Map<String, String> details) {
    static final String TYPE = "application/problem+json";
    private static final int UNAUTHORIZED = 401;
    private static final String URN = "urn:varve:problem:";
    private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Map<ErrorCode, Integer> STATUSES = new EnumMap<>(ErrorCode.class);
    private static final Map<ErrorCode, String> HINTS = new EnumMap<>(ErrorCode.class);

    static {
        STATUSES.put(ErrorCode.ENTITY_TOO_LARGE, 413);
        STATUSES.put(ErrorCode.SLOW_DOWN, 429);
        STATUSES.put(ErrorCode.QUOTA_EXCEEDED, 507);
        STATUSES.put(ErrorCode.INVALID_ACCESS_KEY_ID, 401);
        STATUSES.put(ErrorCode.SIGNATURE_DOES_NOT_MATCH, 401);
        STATUSES.put(ErrorCode.EXPIRED_TOKEN, 401);
        STATUSES.put(ErrorCode.INVALID_TOKEN, 401);
        STATUSES.put(ErrorCode.REQUEST_TIME_TOO_SKEWED, 401);
        STATUSES.put(ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE, 431);
        HINTS.put(ErrorCode.SLOW_DOWN, "Wait as long as Retry-After says, then try again.");
        HINTS.put(
                ErrorCode.SERVICE_UNAVAILABLE, "Try again; a read shows whether a write was done.");
        HINTS.put(ErrorCode.OPERATION_ABORTED, "Something changed meanwhile. Try again.");
        HINTS.put(ErrorCode.UNAUTHENTICATED, "Send an access key: curl -u ID:SECRET");
        HINTS.put(ErrorCode.OUT_OF_SPACE, "Delete something, or give the volume more space.");
        HINTS.put(
                ErrorCode.BUCKET_NOT_EMPTY, "Delete what is in it first, by prefix for instance.");
    }

    static Problem of(Failed failed, String requestId) {
        return of(failed, requestId, null);
    }

    private static Problem of(Failed failed, String requestId, @Nullable String clientId) {
        ErrorCode code = failed.code();
        return new Problem(
                URN + WORDS.matcher(code.code()).replaceAll("-").toLowerCase(Locale.ROOT),
                WORDS.matcher(code.code()).replaceAll(" "),
                status(code),
                failed.text(),
                code.code(),
                requestId,
                clientId,
                HINTS.get(code),
                failed.details().isEmpty() ? null : failed.details());
    }

    /// Where S3's own status says less than HTTP could.
    public static int status(ErrorCode code) {
        return STATUSES.getOrDefault(code, code.status());
    }

    /// As an [dev.varve.server.http.ErrorRenderer].
    public static HttpResponse render(Failed failed, String requestId, String rawPath) {
        return rendered(failed, of(failed, requestId));
    }

    static HttpResponse render(Failed failed, HttpRequest request) {
        return rendered(failed, of(failed, request.id(), request.clientId().orElse(null)));
    }

    private static HttpResponse rendered(Failed failed, Problem problem) {
        HttpResponse response =
                HttpResponse.of(problem.status())
                        .header("content-type", TYPE)
                        .content(HttpResponse.Content.bytes(Json.bytes(problem)));
        if (problem.status() == UNAUTHORIZED) {
            response.header("www-authenticate", "Basic realm=\"varve\", Bearer");
        }
        failed.headers().forEach(response.headers()::set);
        return response;
    }
}
