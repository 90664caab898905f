package dev.varve.server.api.objects;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.History;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.PurgeResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/purge`: history that goes for real, now.
public final class PurgeResource implements Resource {
    /// One of key and prefix.
    ///
    /// @param key whose superseded and deleted versions go
    /// @param version of the key: this one goes, and nothing else, even if clients still see it
    /// @param prefix of keys whose superseded and deleted versions go
    /// @param everything must be true where there is neither key nor prefix
    public record PurgeForm(
            @Nullable String key,
            @Nullable String version,
            @Nullable String prefix,
            boolean everything) {}

    /// @param versions that went; what is visible or locked stays
    public record PurgeView(long versions, long bytes) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/buckets/{bucket}/purge",
                                "purge",
                                Action.DELETE_OBJECT,
                                PurgeResource::purge)
                        .guardingItself()
                        .about(
                                Concerning.inBody(
                                        PurgeForm.class, ApiCall.MAX_JSON, PurgeResource::concern))
                        .deleting()
                        .summary(
                                "Lets superseded and deleted versions go at once and for good: one,"
                                        + " those of a key, or those below a prefix")
                        .takesJson(PurgeForm.class)
                        .example("{\"prefix\":\"drafts/\"}")
                        .answersJson(200, PurgeView.class)
                        .refuses(
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.NO_SUCH_VERSION,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.OBJECT_LOCKED,
                                ErrorCode.NOT_DELETED,
                                ErrorCode.MEMBERS_BEHIND));
    }

    private static Concern concern(String bucket, PurgeForm form) {
        String prefix = form.prefix();
        return form.key() != null
                ? Concern.ofKey(bucket, form.key())
                : new Concern.OfRange(bucket, prefix == null ? "" : prefix);
    }

    private static HttpResponse purge(ApiCall asked) {
        asked.requireKey();
        PurgeForm form = asked.json(PurgeForm.class);
        String key = form.key();
        String prefix = form.prefix();
        requireOne(form);
        ApiCall call =
                asked.allowing(
                        Action.DELETE_OBJECT, key != null ? key : prefix == null ? "" : prefix);
        History history = call.store().history();
        Outcome<PurgeResult> outcome =
                key == null
                        ? history.purge(call.bucketName(), prefix == null ? "" : prefix)
                        : form.version() == null
                                ? history.purge(call.bucketName(), ApiCall.objectKey(key))
                                : history.erase(
                                        call.bucketName(),
                                        ApiCall.objectKey(key),
                                        Versions.parse(form.version()));
        PurgeResult gone = ApiRefusals.require(outcome);
        return ApiCall.answer(200, new PurgeView(gone.versions(), gone.bytes()));
    }

    private static void requireOne(PurgeForm form) {
        boolean prefix = form.prefix() != null && !form.prefix().isEmpty();
        int said = (form.key() == null ? 0 : 1) + (prefix ? 1 : 0) + (form.everything() ? 1 : 0);
        if (said != 1) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "One of 'key', 'prefix' and 'everything' says what is purged.");
        }
        if (form.version() != null && form.key() == null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'version' takes a 'key'.");
        }
    }
}
