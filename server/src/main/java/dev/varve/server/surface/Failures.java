package dev.varve.server.surface;

import dev.varve.log.StoreException;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.OutcomeUnknown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client is told of what broke. Refusals are told as they are; of the rest only whether to
/// come again, and the log has the cause.
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final String RETRY_AFTER_SECONDS = "1";

    private Failures() {}

    public static Failed told(RuntimeException failure, HttpRequest request) {
        return switch (failure) {
            case Failed failed -> failed;
            case OutcomeUnknown unknown -> {
                LOG.warn("request {}: {}", request.id(), unknown.getMessage(), unknown);
                yield later("It is not known whether the request took effect. Please try again.");
            }
            case StoreException broken -> told(broken, request);
            default -> internal(failure, request);
        };
    }

    private static Failed told(StoreException broken, HttpRequest request) {
        return switch (broken) {
            case StoreException.Corrupt corrupt -> internal(corrupt, request);
            case StoreException.OutOfSpace full -> {
                LOG.warn("request {}: {}", request.id(), full.getMessage());
                yield new Failed(ErrorCode.OUT_OF_SPACE, "The volume is full.");
            }
            case StoreException.Trimmed trimmed ->
                    new Failed(ErrorCode.INVALID_ARGUMENT, trimmed.getMessage() + ".");
            case StoreException.Failed _,
                    StoreException.Closed _,
                    StoreException.Locked _,
                    StoreException.FromTheFuture _ -> {
                LOG.warn("request {}: {}", request.id(), broken.getMessage());
                yield later("The service cannot take the request now. Please try again.");
            }
            default -> internal(broken, request);
        };
    }

    private static Failed later(String message) {
        return new Failed(ErrorCode.SERVICE_UNAVAILABLE, message)
                .header("retry-after", RETRY_AFTER_SECONDS);
    }

    private static Failed internal(RuntimeException failure, HttpRequest request) {
        LOG.error("request {} failed", request.id(), failure);
        return new Failed(
                ErrorCode.INTERNAL_ERROR, "We encountered an internal error. Please try again.");
    }
}
