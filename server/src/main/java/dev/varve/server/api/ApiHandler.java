package dev.varve.server.api;

import dev.varve.log.Provenance;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.forward.Concern;
import dev.varve.server.forward.Elsewhere;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Answers requests under `/v1`: finds the endpoint, then who asks, then whether it is allowed; only
/// then does the operation run, and only it reads the body.
public final class ApiHandler implements Handler {
    private static final String ROOT = "/v1";
    private static final String METHOD_OVERRIDE = "x-http-method-override";
    private static final String BELOW = ROOT + "/";

    private final Varve varve;
    private final Authenticator authenticator;
    private final Endpoints endpoints;
    private final ApiCors cors;
    private final Elsewhere elsewhere;

    public ApiHandler(Varve varve, Authenticator authenticator, Endpoints endpoints) {
        this(varve, authenticator, endpoints, List.of(), Elsewhere.nowhere());
    }

    public ApiHandler(
            Varve varve,
            Authenticator authenticator,
            Endpoints endpoints,
            List<String> corsOrigins) {
        this(varve, authenticator, endpoints, corsOrigins, Elsewhere.nowhere());
    }

    /// @param corsOrigins patterns of origins whose pages may use all of the API
    /// @param elsewhere passes on what another member of the cluster decides
    public ApiHandler(
            Varve varve,
            Authenticator authenticator,
            Endpoints endpoints,
            List<String> corsOrigins,
            Elsewhere elsewhere) {
        this.varve = varve;
        this.authenticator = authenticator;
        this.endpoints = endpoints;
        this.elsewhere = elsewhere;
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
            response = Problem.render(Failures.told(e, request), request);
        }
        if (!response.content().isRelayed()) {
            cors.answer(request, response);
        }
        return response;
    }

    private HttpResponse preflight(HttpRequest request) {
        request.note().operation("v1.preflight");
        return cors.preflight(request);
    }

    /// Only what a header says where there is no such endpoint.
    @Override
    public Set<Verb> verbs(HttpRequest request) {
        if (Cors.isPreflight(request)) {
            return Set.of();
        }
        Set<Verb> verbs = EnumSet.noneOf(Verb.class);
        request.headers()
                .first(METHOD_OVERRIDE)
                .ifPresent(method -> verbs.add(Verb.of(method.strip().toUpperCase(Locale.ROOT))));
        try {
            verbs.addAll(endpoints.select(request).endpoint().verbs());
            return verbs;
        } catch (Failed e) {
            return verbs;
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
        Concern concern =
                elsewhere.concern(() -> endpoint.concerning().of(request, selected.path()));
        return concern instanceof Concern.InBody
                ? known(request, selected, concern)
                : elsewhere.answer(request, concern, here -> known(here, selected, Concern.HERE));
    }

    private HttpResponse known(HttpRequest request, Endpoints.Selected selected, Concern concern) {
        Authenticated authenticated = authenticator.authenticate(request);
        request.note().principal(authenticated.principal().id());
        try {
            return elsewhere.answer(
                    request,
                    asked(concern, authenticated),
                    here -> done(here, selected, authenticated));
        } catch (Failed e) {
            throw authenticated.principal().isAnonymous() ? unauthenticated(e) : e;
        }
    }

    /// Nobody's body is held.
    private static Concern asked(Concern concern, Authenticated by) {
        return concern instanceof Concern.InBody body && by.principal().isAnonymous()
                ? body.refusing(() -> new Failed(ErrorCode.ACCESS_DENIED, "Access Denied"))
                : concern;
    }

    private HttpResponse done(
            HttpRequest request, Endpoints.Selected selected, Authenticated authenticated) {
        Endpoint endpoint = selected.endpoint();
        ApiCall call = PastCalls.of(endpoint, call(request, authenticated, selected.path()));
        return elsewhere.here(
                request,
                () ->
                        endpoint.operation()
                                .handle(
                                        endpoint.guardsItself()
                                                ? call
                                                : allowed(endpoint.action(), call)));
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
        return call.allowing(action, key);
    }
}
