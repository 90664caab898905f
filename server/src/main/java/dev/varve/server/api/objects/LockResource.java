package dev.varve.server.api.objects;

import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.api.Words;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.AttributeChange.SetLegalHold;
import dev.varve.server.store.AttributeChange.SetRetention;
import dev.varve.server.store.AttributeChange.Several;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/lock/{key...}`: what keeps a version from being deleted.
public final class LockResource implements Resource {
    private static final String PATH = "/v1/buckets/{bucket}/lock/{key...}";
    private static final String NONE = "none";

    /// In requests, what is absent stays as it is.
    ///
    /// @param mode governance, compliance or none; the first two with `until`
    public record Lock(
            @Nullable String mode, @Nullable Instant until, @Nullable Boolean legalHold) {
        private static Lock of(Attributes attributes) {
            Retention retention = attributes.retention();
            return retention == null
                    ? new Lock(NONE, null, attributes.legalHold())
                    : new Lock(
                            Words.of(retention.mode()), retention.until(), attributes.legalHold());
        }

        /// @throws Failed for half a retention, or one that is over
        Optional<Retention> retention() {
            boolean none = mode == null || mode.equals(NONE);
            if (none != (until == null)) {
                throw new Failed(
                        ErrorCode.INVALID_ARGUMENT, "'mode' and 'until' only come together.");
            }
            return mode == null || until == null
                    ? Optional.empty()
                    : Optional.of(
                            new Retention(
                                    Words.parse(Retention.Mode.class, "mode", mode),
                                    ObjectHeaders.future("'until'", until)));
        }

        AttributeChange change(boolean bypass) {
            List<AttributeChange> changes = new ArrayList<>();
            Optional<Retention> retention = retention();
            if (mode != null) {
                changes.add(new SetRetention(retention, bypass));
            }
            if (legalHold != null) {
                changes.add(new SetLegalHold(legalHold));
            }
            return new Several(changes);
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("GET", "getLock", Versions.INSPECT, LockResource::get)
                        .readingPast()
                        .summary("Tells what keeps a version from being deleted"),
                row("PUT", "putLock", Action.WRITE_OBJECT, LockResource::put)
                        .summary("Locks a version, longer or harder, or takes a lock off")
                        .query("bypass", "boolean", "past governance retention, for who may")
                        .takesJson(Lock.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_BUCKET_STATE,
                                ErrorCode.OBJECT_LOCKED));
    }

    private static Endpoint row(String method, String name, Action action, ApiOperation does) {
        return Endpoint.of(method, PATH, name, action, does)
                .query(Versions.PARAMETER, "string", "of a version instead of the current one")
                .answersJson(200, Lock.class)
                .refuses(
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_KEY,
                        ErrorCode.NO_SUCH_VERSION);
    }

    private static HttpResponse get(ApiCall call) {
        return answer(Current.require(call));
    }

    private static HttpResponse put(ApiCall call) {
        boolean bypass = call.flag("bypass");
        if (bypass) {
            call.allowed(
                    Action.BYPASS_GOVERNANCE, call.path(ApiCall.BUCKET), call.path(ApiCall.KEY));
        }
        AttributeChange change = call.json(Lock.class).change(bypass);
        return answer(Current.change(call, _ -> change));
    }

    private static HttpResponse answer(Version version) {
        return Current.answer(version, Lock.of(version.object().attributes()));
    }
}
