package dev.varve.server.api;

import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Verb;
import dev.varve.server.store.Varve;
import dev.varve.server.surface.BucketCors;
import dev.varve.server.surface.Cors;
import dev.varve.server.surface.Failures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers requests under `/v1`: finds the endpoint, then who asks, then whether it is allowed; only
/// then does the operation run, and only it reads the body.
public final class ApiHandler implements Handler {
    private static final String ROOT = "/v1";
    private static final String BELOW = ROOT + "/";

    private final Varve varve;
    private final Authenticator authenticator;
    private final Endpoints endpoints;
    private final ApiCors cors;

    public ApiHandler(Varve varve, Authenticator authenticator, Endpoints endpoints) {
        this(varve, authenticator, endpoints, List.of());
    }

    /// @param corsOrigins patterns of origins whose pages may use all of the API
    public ApiHandler(
            Varve varve,
            Authenticator authenticator,
            Endpoints endpoints,
            List<String> corsOrigins) {
        this.varve = varve;
        this.authenticator = authenticator;
        this.endpoints = endpoints;
        this.cors = new ApiCors(new BucketCors(varve), endpoints, corsOrigins);
    }

    /// Whether a path is of the API. No bucket can be called `v1`.
    public static boolean owns(String rawPath) {
        return rawPath.startsWith(BELOW) || rawPath.equals(ROOT);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        HttpResponse response;
        try {
            response = Cors.isPreflight(request) ? preflight(request) : answer(request);
        } catch (RuntimeException e) { // outer edge of the request: every failure has an answer
            response = Problem.render(Failures.told(e, request), request.id(), request.rawPath());
        }
        cors.answer(request, response);
        return response;
    }

    private HttpResponse preflight(HttpRequest request) {
        request.note().operation("v1.preflight");
        return cors.preflight(request);
    }

    /// Nothing where there is no such endpoint.
    @Override
    public Set<Verb> verbs(HttpRequest request) {
        if (Cors.isPreflight(request)) {
            return Set.of();
        }
        try {
            return endpoints.select(request).endpoint().verbs();
        } catch (Failed e) {
            return Set.of();
        }
    }

    private HttpResponse answer(HttpRequest request) {
        Endpoints.Selected selected = endpoints.select(request);
        Endpoint endpoint = selected.endpoint();
        request.note().operation("v1." + endpoint.name());
        String bucket = selected.path().get(ApiCall.BUCKET);
        if (bucket != null) {
            request.note().bucket(bucket);
        }
        Authenticated authenticated = authenticator.authenticate(request);
        request.note().principal(authenticated.principal().id());
        ApiCall call = call(request, authenticated, selected.path());
        try {
            return endpoint.operation()
                    .handle(endpoint.guardsItself() ? call : allowed(endpoint.action(), call));
        } catch (Failed e) {
            throw authenticated.principal().isAnonymous() ? unauthenticated(e) : e;
        }
    }

    /// Who showed no key may be allowed to with one.
    private static Failed unauthenticated(Failed failed) {
        return failed.code() == ErrorCode.ACCESS_DENIED
                ? new Failed(ErrorCode.UNAUTHENTICATED, "This needs an access key or a token.")
                : failed;
    }

    private ApiCall call(
            HttpRequest request, Authenticated authenticated, Map<String, String> path) {
        Provenance provenance = ApiCall.provenance(request, authenticated);
        return new ApiCall(request, authenticated, path, varve.store(provenance));
    }

    private static ApiCall allowed(Action action, ApiCall call) {
        String name = call.path().get(ApiCall.BUCKET);
        if (name == null) {
            Access.require(call.principal(), action, Access.Resource.SERVICE);
            return call;
        }
        if (action == Action.CREATE_BUCKET) {
            Access.require(
                    call.principal(), action, new Access.Resource(name, "", Optional.empty()));
            return call;
        }
        String key =
                action == Action.LIST
                        ? call.query("prefix").orElse("")
                        : call.path().getOrDefault(ApiCall.KEY, "");
        Bucket bucket = call.allowed(action, name, key);
        return call.holding(bucket);
    }
}
