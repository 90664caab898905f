package dev.varve.server.api;

import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessSettings;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.AccessKey;
import dev.varve.server.api.KeyViews.CreatedKey;
import dev.varve.server.api.KeyViews.KeyChange;
import dev.varve.server.api.KeyViews.KeyList;
import dev.varve.server.api.KeyViews.KeyView;
import dev.varve.server.api.KeyViews.NewKey;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.Users;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AccessKeys;
import dev.varve.server.store.AccessKeys.Authority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// `/v1/keys`: access keys, which work here and on S3 alike. Users manage their own, operators
/// everybody's; nobody gives a key more than he may do himself, or a longer life than his own key's.
public final class KeysResource implements Resource {
    private static final int MOST = 1000;
    private static final int OTHERWISE = 100;
    private static final int LONGEST_USER = 128;
    private static final String ID = "id";
    private static final String ONE = "/v1/keys/{id}";

    private final Function<Provenance, AccessKeys> stores;

    /// @param stores the keys on behalf of a caller
    public KeysResource(Function<Provenance, AccessKeys> stores) {
        this.stores = stores;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("POST", "/v1/keys", "createKey", this::create)
                        .summary("Makes an access key, and tells its secret this once")
                        .takesJson(NewKey.class)
                        .answersJson(201, CreatedKey.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.OPERATION_ABORTED,
                                ErrorCode.TOO_MANY_ACCESS_KEYS),
                row("GET", "/v1/keys", "listKeys", this::list)
                        .summary("Lists the access keys that the caller may manage, by id")
                        .query("user", "string", "only keys of this user")
                        .query("limit", "integer", "1 to 1000 of them, 100 if not said")
                        .query("cursor", "string", "where the page before ended")
                        .answersJson(200, KeyList.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT),
                row("GET", ONE, "getKey", this::get)
                        .summary("Tells of one access key")
                        .answersJson(200, KeyView.class)
                        .refuses(ErrorCode.NO_SUCH_ACCESS_KEY),
                row("PATCH", ONE, "changeKey", this::change)
                        .summary("Changes what an access key may do; what is left out stays")
                        .takesJson(KeyChange.class)
                        .answersJson(200, KeyView.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.NO_SUCH_ACCESS_KEY,
                                ErrorCode.OPERATION_ABORTED),
                row("DELETE", ONE, "revokeKey", this::revoke)
                        .summary("Revokes an access key, at once and for good")
                        .answersNothing(204)
                        .refuses(ErrorCode.NO_SUCH_ACCESS_KEY));
    }

    private static Endpoint row(String method, String path, String name, ApiOperation operation) {
        return Endpoint.of(method, path, name, Action.MANAGE_KEYS, operation).guardingItself();
    }

    private AccessKeys keys(ApiCall call) {
        return stores.apply(call.provenance());
    }

    private static void requireManages(ApiCall call, String user) {
        Access.require(call.principal(), Action.MANAGE_KEYS, Access.Resource.of(user));
    }

    private HttpResponse create(ApiCall call) {
        Principal principal = call.principal();
        requireManages(call, principal.id());
        NewKey asked = call.json(NewKey.class);
        String user = asked.user() == null ? principal.id() : asked.user();
        requireManages(call, user);
        if (!user.equals(principal.id())) {
            requireUser(user);
        }
        AccessSettings settings = asked.settings();
        requireCovered(principal, settings);
        AccessKeys keys = keys(call);
        AccessKeys.Created made =
                ApiRefusals.require(keys.create(user, settings, authority(keys, principal)));
        KeyView view = KeyViews.of(made.key(), keys);
        return ApiCall.answer(201, new CreatedKey(view.id(), made.secret(), view))
                .header("location", "/v1/keys/" + view.id())
                .header("cache-control", "no-store");
    }

    private static void requireUser(String user) {
        if (!Users.mayBeCalled(user)
                || user.length() > LONGEST_USER
                || user.chars().anyMatch(Character::isISOControl)) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'user' must be the id of a user: 1 to %d characters, and none of the server's own."
                            .formatted(LONGEST_USER));
        }
    }

    private static void requireCovered(Principal principal, AccessSettings settings) {
        if (!principal.rights().cover(Rights.of(settings))) {
            throw new Failed(
                    ErrorCode.ACCESS_DENIED, "A key cannot be given more than its maker may do.");
        }
        Instant expires = settings.expires();
        Optional<Instant> end = principal.expires();
        if (end.isPresent() && (expires == null || expires.isAfter(end.get()))) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "A key cannot outlive the one that makes it: 'expires' must be at most "
                            + end.get()
                            + ".");
        }
    }

    /// What the caller may do was read when it came in; the store asks again whether it still holds.
    private static Authority authority(AccessKeys keys, Principal principal) {
        if (principal.key().isEmpty()) {
            return Authority.OUTSIDE;
        }
        AccessKey own = found(keys, principal.key().get());
        if (!Rights.of(own.settings()).equals(principal.rights())) {
            throw new Failed(ErrorCode.OPERATION_ABORTED, "Your key was changed meanwhile.");
        }
        return new Authority.ByKey(own);
    }

    private HttpResponse list(ApiCall call) {
        Principal principal = call.principal();
        requireManages(call, principal.id());
        int limit = call.number("limit", 1, MOST, OTHERWISE);
        String after = call.query("cursor").map(Cursor::text).orElse("");
        AccessKeys keys = keys(call);
        List<AccessKey> found = keys.list(after, limit + 1, wanted(call));
        boolean more = found.size() > limit;
        List<AccessKey> shown = more ? found.subList(0, limit) : found;
        return ApiCall.answer(
                200,
                new KeyList(
                        shown.stream().map(key -> KeyViews.of(key, keys)).toList(),
                        more ? Cursor.of(shown.getLast().id().value()) : null));
    }

    private static Predicate<AccessKey> wanted(ApiCall call) {
        Optional<String> user = call.query("user");
        return key ->
                user.map(key.user()::equals).orElse(true)
                        && Access.isAllowed(
                                call.principal(),
                                Action.MANAGE_KEYS,
                                Access.Resource.of(key.user()));
    }

    private HttpResponse get(ApiCall call) {
        AccessKeys keys = keys(call);
        return ApiCall.answer(200, KeyViews.of(managed(call, keys), keys));
    }

    private HttpResponse change(ApiCall call) {
        AccessKeys keys = keys(call);
        AccessKey key = managed(call, keys);
        requireCovered(call.principal(), key.settings());
        AccessSettings settings = call.json(KeyChange.class).appliedTo(key.settings());
        requireCovered(call.principal(), settings);
        AccessKey changed =
                ApiRefusals.require(keys.change(key, settings, authority(keys, call.principal())));
        return ApiCall.answer(200, KeyViews.of(changed, keys));
    }

    private HttpResponse revoke(ApiCall call) {
        AccessKeys keys = keys(call);
        AccessKey key = managed(call, keys);
        if (!call.principal().rights().cover(Rights.of(key.settings()))) {
            throw new Failed(
                    ErrorCode.ACCESS_DENIED,
                    "A key that may do more than yours is not yours to revoke.");
        }
        ApiRefusals.require(keys.revoke(key.id()));
        return HttpResponse.of(204);
    }

    /// Others are not told whether there is such a key.
    private static AccessKey managed(ApiCall call, AccessKeys keys) {
        requireManages(call, call.principal().id());
        AccessKey key = found(keys, call.path(ID));
        return Access.isAllowed(
                        call.principal(), Action.MANAGE_KEYS, Access.Resource.of(key.user()))
                ? key
                : missing(call.path(ID));
    }

    private static AccessKey found(AccessKeys keys, String id) {
        return AccessKeyId.isValid(id)
                ? ApiRefusals.require(keys.get(new AccessKeyId(id)))
                : missing(id);
    }

    private static AccessKey missing(String id) {
        throw new Failed(ErrorCode.NO_SUCH_ACCESS_KEY, "There is no access key " + id + ".");
    }
}
