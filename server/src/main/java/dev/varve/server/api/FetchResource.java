package dev.varve.server.api;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Bucket;
import dev.varve.replication.Subject;
import dev.varve.server.auth.Action;
import dev.varve.server.fetch.FetchFailure;
import dev.varve.server.fetch.Fetched;
import dev.varve.server.fetch.Fetcher;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Body;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Conditions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets/{bucket}/fetch`: stores what another server has.
public final class FetchResource implements Resource {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private final Fetcher fetcher;

    /// @param maxSize bytes; the server has a limit of its own
    /// @param digest SHA-256 that it must have, 64 hexadecimal digits
    /// @param contentType instead of what the other server says
    /// @param ifMatch entity tag of the object that is replaced
    /// @param ifNoneMatch `*` for an object that is not there yet
    record NewFetch(
            @Nullable String url,
            @Nullable String key,
            @Nullable Long maxSize,
            @Nullable String digest,
            @Nullable String contentType,
            @Nullable Map<String, String> metadata,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {}

    public FetchResource(Fetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/buckets/{bucket}/fetch",
                                "fetchObject",
                                Action.WRITE_OBJECT,
                                this::fetch)
                        .guardingItself()
                        .about(
                                Concerning.inBody(
                                        NewFetch.class, ApiCall.MAX_JSON, FetchResource::concern))
                        .summary("Stores what an address on the public Internet has")
                        .takesJson(NewFetch.class)
                        .answersJson(201, MadeView.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.METADATA_TOO_LARGE,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.NO_SUCH_KEY,
                                ErrorCode.FETCH_REFUSED,
                                ErrorCode.FETCH_FAILED,
                                ErrorCode.FETCH_TIMEOUT,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.BAD_DIGEST,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.QUOTA_EXCEEDED));
    }

    private static Concern concern(String bucket, NewFetch asked) {
        String key = asked.key();
        String type = asked.contentType();
        return new Concern.OfObject(
                new Subject(
                        bucket,
                        key == null ? "" : key,
                        type == null ? "" : type,
                        Subject.UNKNOWN,
                        ""));
    }

    private HttpResponse fetch(ApiCall call) {
        call.requireKey();
        NewFetch asked = call.json(NewFetch.class);
        ObjectKey key = ApiCall.objectKey(given("key", asked.key()));
        Bucket bucket =
                call.allowed(Action.WRITE_OBJECT, call.path(ApiCall.BUCKET), key.toString());
        Map<DigestAlgorithm, Bytes> declared = digest(asked.digest());
        Preconditions conditions =
                new Preconditions(tags(asked.ifMatch()), tags(asked.ifNoneMatch()), null, null);
        FetchedAttributes attributes = FetchedAttributes.of(asked.contentType(), asked.metadata());
        long most = most(asked.maxSize());
        try (Fetched fetched = fetcher.fetch(given("url", asked.url()), most)) {
            Body body =
                    new Body(
                            new FetchedBytes(fetched.bytes()),
                            fetched.length(),
                            declared,
                            Set.of());
            PutRequest put =
                    new PutRequest(
                            bucket.name(),
                            key,
                            body,
                            attributes.with(fetched),
                            conditions,
                            Set.of(DigestAlgorithm.SHA256));
            Written written = ApiRefusals.require(call.holding(bucket).store().put(put));
            return MadeView.answer(bucket.name(), key, written);
        } catch (FetchFailure e) {
            throw FetchedBytes.told(e);
        }
    }

    private static List<ETag> tags(@Nullable String text) {
        return text == null ? List.of() : Conditions.tags(List.of(text), false);
    }

    private static Map<DigestAlgorithm, Bytes> digest(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        if (!SHA256.matcher(text).matches()) {
            throw invalid("'digest' must be a SHA-256: 64 hex digits.");
        }
        return Map.of(DigestAlgorithm.SHA256, Bytes.hex(text));
    }

    private static long most(@Nullable Long asked) {
        if (asked == null) {
            return Long.MAX_VALUE;
        }
        if (asked < 0) {
            throw invalid("'max_size' must be 0 or more.");
        }
        return asked;
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw invalid("'" + field + "' is missing.");
        }
        return value;
    }

    private static Failed invalid(String why) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, why);
    }
}
