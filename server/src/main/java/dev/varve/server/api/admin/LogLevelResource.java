package dev.varve.server.api.admin;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.ops.LogLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/v1/log-level`: how much the server writes to its log, until it stops.
public final class LogLevelResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(LogLevelResource.class);
    private static final String PATH = "/v1/log-level";

    /// @param level error, warn, info, debug or trace
    public record Verbosity(@Nullable String level) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "getLogLevel", Action.READ_CONFIG, _ -> get())
                        .summary("Tells how much is logged; for operators")
                        .answersJson(200, Verbosity.class),
                Endpoint.of("PUT", PATH, "setLogLevel", Action.MAINTAIN, this::put)
                        .ofThisNode()
                        .summary("Says how much is logged from now on; for operators")
                        .takesJson(Verbosity.class)
                        .answersJson(200, Verbosity.class)
                        .refuses(ErrorCode.MALFORMED_JSON, ErrorCode.INVALID_ARGUMENT));
    }

    private static HttpResponse get() {
        return ApiCall.answer(200, new Verbosity(LogLevel.now().word()));
    }

    private HttpResponse put(ApiCall call) {
        String asked = call.json(Verbosity.class).level();
        LogLevel level =
                LogLevel.of(asked == null ? "" : asked)
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "'level' must be one of error, warn, info, debug, trace."));
        level.apply();
        LOG.warn("the log level is {} from now on, by {}", level.word(), call.principal().id());
        return ApiCall.answer(200, new Verbosity(level.word()));
    }
}
