package dev.varve.server.api;

import dev.varve.server.http.ErrorCode;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Errors that rows of the table need not name: what any endpoint may answer with, and what follows
/// from the form of a row.
final class CommonErrors {
    /// Before an operation runs, or because the store cannot do anything now.
    private static final Set<ErrorCode> ANYWHERE =
            EnumSet.of(
                    ErrorCode.ACCESS_DENIED,
                    ErrorCode.AUTHORIZATION_HEADER_MALFORMED,
                    ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR,
                    ErrorCode.BAD_REQUEST,
                    ErrorCode.EXPIRED_TOKEN,
                    ErrorCode.HTTP_VERSION_NOT_SUPPORTED,
                    ErrorCode.INTERNAL_ERROR,
                    ErrorCode.INVALID_ACCESS_KEY_ID,
                    ErrorCode.INVALID_ARGUMENT,
                    ErrorCode.INVALID_REQUEST,
                    ErrorCode.INVALID_TOKEN,
                    ErrorCode.INVALID_URI,
                    ErrorCode.NOT_IMPLEMENTED,
                    ErrorCode.POSITION_NOT_REACHED,
                    ErrorCode.REQUEST_HEADER_SECTION_TOO_LARGE,
                    ErrorCode.REQUEST_TIMEOUT,
                    ErrorCode.REQUEST_TIME_TOO_SKEWED,
                    ErrorCode.REQUEST_URI_TOO_LONG,
                    ErrorCode.SERVICE_UNAVAILABLE,
                    ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                    ErrorCode.SLOW_DOWN,
                    ErrorCode.UNAUTHENTICATED);

    private static final Set<ErrorCode> OF_CHANGES =
            EnumSet.of(
                    ErrorCode.OUT_OF_SPACE,
                    ErrorCode.OPERATION_ABORTED,
                    ErrorCode.NOT_OWNER,
                    ErrorCode.OWNERS_DIFFER,
                    ErrorCode.OWNER_DISPUTED,
                    ErrorCode.OWNER_UNAVAILABLE,
                    ErrorCode.TEMPORARY_REDIRECT,
                    ErrorCode.METHOD_NOT_ALLOWED); // of a view of the past

    private static final Set<ErrorCode> OF_BODIES =
            EnumSet.of(
                    ErrorCode.ENTITY_TOO_LARGE,
                    ErrorCode.INCOMPLETE_BODY,
                    ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH);

    private CommonErrors() {}

    /// All errors of an endpoint by status, its own included.
    static Map<Integer, Set<ErrorCode>> of(Endpoint endpoint) {
        Set<ErrorCode> all = EnumSet.copyOf(ANYWHERE);
        all.addAll(endpoint.description().errors());
        if (!endpoint.method().equals("GET") && !endpoint.method().equals("HEAD")) {
            all.addAll(OF_CHANGES);
        }
        Endpoint.Content request = endpoint.description().request();
        if (request != null) {
            all.addAll(OF_BODIES);
            if (request.form() != null) {
                all.add(ErrorCode.MALFORMED_JSON);
                all.add(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            }
        }
        if (endpoint.path().variables().contains(ApiCall.BUCKET)) {
            all.add(ErrorCode.NO_SUCH_BUCKET);
            if (endpoint.past() == Endpoint.Past.NOTHING) {
                all.add(ErrorCode.METHOD_NOT_ALLOWED);
            }
        }
        return byStatus(all);
    }

    /// Whether an error tells something of the endpoint that can answer with it.
    static boolean isParticular(ErrorCode code) {
        return !ANYWHERE.contains(code) && !OF_CHANGES.contains(code) && !OF_BODIES.contains(code);
    }

    /// What the document says once, for all endpoints to point to; also of requests that meet none.
    static Map<Integer, Set<ErrorCode>> shared() {
        Set<ErrorCode> all = EnumSet.copyOf(ANYWHERE);
        all.addAll(OF_CHANGES);
        all.add(ErrorCode.ENTITY_TOO_LARGE);
        all.add(ErrorCode.METHOD_NOT_ALLOWED);
        all.add(ErrorCode.NO_SUCH_RESOURCE);
        all.add(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        return byStatus(all);
    }

    private static Map<Integer, Set<ErrorCode>> byStatus(Set<ErrorCode> codes) {
        Map<Integer, Set<ErrorCode>> byStatus = new TreeMap<>();
        codes.forEach(code ->
                byStatus.computeIfAbsent(Problem.status(code), _ -> new TreeSet<>()).add(code));
        return byStatus;
    }
}
