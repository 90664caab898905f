package dev.varve.server.s3;

import dev.varve.log.Actor;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Users;
import dev.varve.server.forward.Concern;
import dev.varve.server.forward.Elsewhere;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.ErrorRenderer;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.QueryString.Parameter;
import dev.varve.server.http.Verb;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Varve;
import dev.varve.server.surface.BucketCors;
import dev.varve.server.surface.Failures;
import java.util.Optional;
import java.util.Set;

/// Answers S3 requests: finds the operation, then who asks, then whether it is allowed; only then
/// does the operation run, and only it reads the body.
public final class S3Handler implements Handler {
    /// Tells of what is refused before it comes here.
    public static final ErrorRenderer ERRORS = ErrorDocument::ofUnseen;

    private static final String EXPECTED_OWNER = "x-amz-expected-bucket-owner";

    private final Varve varve;
    private final Authenticator authenticator;
    private final S3Config config;
    private final Addressing addressing;
    private final Routes routes;
    private final BucketCors cors;
    private final Elsewhere elsewhere;

    public S3Handler(
            Varve varve,
            Authenticator authenticator,
            PostPolicy.Forms forms,
            Users users,
            S3Config config) {
        this(varve, authenticator, forms, users, config, Elsewhere.nowhere());
    }

    /// @param elsewhere passes on what another member of the cluster decides
    /// @param forms authenticates forms, which carry no signature that `authenticator` could see
    public S3Handler(
            Varve varve,
            Authenticator authenticator,
            PostPolicy.Forms forms,
            Users users,
            S3Config config,
            Elsewhere elsewhere) {
        this.varve = varve;
        this.elsewhere = elsewhere;
        this.authenticator = authenticator;
        this.config = config;
        this.cors = new BucketCors(varve);
        this.addressing = new Addressing(config.domains());
        PostObject post =
                new PostObject(forms, (request, principal) -> store(varve, request, principal));
        this.routes = new Routes(new Owners(users), post);
    }

    @Override
    public HttpResponse handle(HttpRequest request) {
        Target target = Target.SERVICE;
        HttpResponse response;
        try {
            target = addressing.target(request);
            response = answer(request, target);
        } catch (RuntimeException e) { // outer edge of the request: every failure has an answer
            response = ErrorDocument.of(request, target, Failures.told(e, request));
        }
        if (!response.content().isRelayed()) {
            cors.answer(target.bucket(), request, response);
        }
        return response;
    }

    @Override
    public Set<Verb> verbs(HttpRequest request) {
        return request.method().equals("POST") && request.query().has("delete")
                ? Set.of(Verb.DELETE)
                : Set.of();
    }

    private HttpResponse answer(HttpRequest request, Target target) {
        if (!target.bucket().isEmpty()) {
            request.note().bucket(target.bucket());
        }
        Route route = routes.select(request, target.level());
        request.note().operation(route.name());
        Concern concern = elsewhere.concern(() -> Concerns.of(route, request, target));
        return concern instanceof Concern.InBody && !route.guardsItself()
                ? known(request, route, target, concern)
                : elsewhere.answer(
                        request, concern, here -> known(here, route, target, Concern.HERE));
    }

    private HttpResponse known(HttpRequest request, Route route, Target target, Concern concern) {
        if (route.guardsItself()) {
            Authenticated nobody =
                    new Authenticated(Principal.ANONYMOUS, new Payload.Unsigned(), false);
            if (!route.method().equals("OPTIONS")) { // which asks of what may be sent later
                LookedUp.requirePresent(varve.store(), target, request);
            }
            Call call = call(request, target, nobody);
            return elsewhere.here(request, () -> route.operation().handle(call));
        }
        Authenticated authenticated = authenticator.authenticate(request);
        return elsewhere.answer(
                request,
                asked(concern, authenticated),
                here -> done(here, route, target, authenticated));
    }

    private static Concern asked(Concern concern, Authenticated by) {
        return concern instanceof Concern.InBody body && by.principal().isAnonymous()
                ? body.refusing(() -> new Failed(ErrorCode.ACCESS_DENIED, "Access Denied"))
                : concern;
    }

    private HttpResponse done(
            HttpRequest request, Route route, Target target, Authenticated authenticated) {
        HttpRequest whole = authenticated.query() ? HoistedRequest.of(request) : request;
        Call call = call(whole, target, authenticated);
        return elsewhere.here(request, () -> route.operation().handle(allowed(route, call)));
    }

    private Call call(HttpRequest request, Target target, Authenticated authenticated) {
        ObjectStore store = store(varve, request, authenticated.principal());
        return new Call(request, authenticated, target.bucket(), target.key(), store, config);
    }

    private static ObjectStore store(Varve varve, HttpRequest request, Principal principal) {
        request.note().principal(principal.id());
        return varve.store(
                new Provenance(
                        new Actor(principal.id()),
                        Provenance.Surface.S3,
                        request.remoteAddress(),
                        request.recordedId()));
    }

    /// Whether a bucket exists is told only to who may know it.
    ///
    /// @return the call with a store that knows the bucket that was looked at, and none that takes
    ///     its place later
    private static Call allowed(Route route, Call call) {
        requireNoOverrides(call);
        LookedUp looked = LookedUp.of(route, call);
        String key =
                route.action() == Action.LIST
                        ? call.request().query().get("prefix", "")
                        : call.key();
        Call allowed = looked.allowed(action(route, call), key);
        Optional<String> owner = looked.bucket().map(Bucket::owner);
        boolean needsBucket =
                route.level() != Level.SERVICE && route.action() != Action.CREATE_BUCKET;
        if (needsBucket && owner.isEmpty()) {
            throw new Failed(ErrorCode.NO_SUCH_BUCKET, "The specified bucket does not exist");
        }
        requireOwner(call, owner);
        return allowed;
    }

    /// What is public of a bucket is its present, not its past.
    private static Action action(Route route, Call call) {
        boolean past =
                route.action() == Action.READ_OBJECT && call.request().query().has("versionId");
        return past ? Action.READ_VERSION : route.action();
    }

    private static void requireOwner(Call call, Optional<String> owner) {
        Optional<String> expected = call.request().headers().first(EXPECTED_OWNER);
        if (expected.isPresent() && owner.isPresent() && !expected.equals(owner)) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
    }

    /// Who signs nothing may not choose the headers of an answer.
    private static void requireNoOverrides(Call call) {
        if (!call.principal().isAnonymous()) {
            return;
        }
        for (Parameter parameter : call.request().query().parameters()) {
            if (parameter.name().startsWith("response-")) {
                throw new Failed(
                        ErrorCode.INVALID_REQUEST,
                        "Request specific response headers cannot be used for anonymous GET"
                                + " requests.");
            }
        }
    }
}
