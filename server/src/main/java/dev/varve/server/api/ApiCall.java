package dev.varve.server.api;

import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PastBucket;
import dev.varve.server.surface.PastName;
import dev.varve.server.surface.PastRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;

/// A request that was routed, authenticated and allowed, as an [ApiOperation] gets it.
///
/// @param path values of the path's variables, decoded
/// @param store the store on behalf of the principal
public record ApiCall(
        HttpRequest request,
        Authenticated authenticated,
        Map<String, String> path,
        ObjectStore store) {
    /// What a body of JSON may have.
    public static final int MAX_JSON = 1 << 20;

    public static final String BUCKET = "bucket";
    public static final String KEY = "key";

    public ApiCall {
        path = Map.copyOf(path);
    }

    /// The same where it may use this bucket, and no other of its name.
    public ApiCall holding(Bucket held) {
        return new ApiCall(request, authenticated, path, store.holding(held));
    }

    static Provenance provenance(HttpRequest request, Authenticated authenticated) {
        return new Provenance(
                new Actor(authenticated.principal().id()),
                Provenance.Surface.API,
                request.remoteAddress(),
                request.recordedId());
    }

    /// What events say of who asked.
    public Provenance provenance() {
        return provenance(request, authenticated);
    }

    public Principal principal() {
        return authenticated.principal();
    }

    /// For what takes a key whatever it is about, before a body of many items is read.
    ///
    /// @throws Failed `AccessDenied` for who showed none
    public void requireKey() {
        if (principal().isAnonymous()) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "Access Denied");
        }
    }

    /// A variable of the path.
    public String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the path has no {" + name + "}");
        }
        return value;
    }

    public BucketName bucketName() {
        return bucketName(path(BUCKET));
    }

    /// A name that no bucket can have is one that none has.
    public static BucketName bucketName(String name) {
        if (!BucketName.isValid(name)) {
            throw noBucket(name);
        }
        return new BucketName(name);
    }

    private static Failed noBucket(String name) {
        return new Failed(ErrorCode.NO_SUCH_BUCKET, "There is no bucket '" + name + "'.");
    }

    public ObjectKey objectKey() {
        return objectKey(path(KEY));
    }

    public static ObjectKey objectKey(String key) {
        try {
            return ObjectKey.of(key);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "A key has 1 to 1,024 bytes of UTF-8.");
        }
    }

    public Bucket bucket() {
        return store.buckets().find(bucketName()).orElseThrow(() -> noBucket(path(BUCKET)));
    }

    /// The bucket, if the caller may do this to a key of it (for listings: below a prefix). Others
    /// are not told whether it exists.
    public Bucket allowed(Action action, String bucket, String key) {
        Optional<BucketName> name =
                Optional.of(bucket).filter(BucketName::isValid).map(BucketName::new);
        Optional<PastBucket> past = name.flatMap(store::past);
        Optional<Bucket> found = name.flatMap(store.buckets()::find);
        requirePresent(action, bucket, past.isPresent(), found.isPresent());
        Access.Resource resource =
                new Access.Resource(
                        found.map(each -> each.name().value()).orElse(bucket),
                        key,
                        found.map(Bucket::owner),
                        found.filter(each -> each.settings().publicRead()).isPresent());
        Access.require(principal(), action, past.isPresent() ? resource.asItWas() : resource);
        past.flatMap(store.buckets()::unreadable)
                .ifPresent(refusal -> {
                    throw ApiRefusals.failed(refusal);
                });
        return found.orElseThrow(() -> noBucket(bucket));
    }

    /// A view of the past can be read, and only where the call is about it.
    private void requirePresent(Action action, String bucket, boolean past, boolean found) {
        boolean other = !past && !found && PastName.parse(bucket).isPresent();
        if (((past && !action.reads()) || other) && !principal().isAnonymous()) {
            throw PastRequest.readOnly(bucket);
        }
    }

    /// The same call, in which a name stands for a bucket as it was.
    ApiCall viewing(BucketName name, PastBucket past) {
        return new ApiCall(request, authenticated, path, store.viewing(name, past));
    }

    /// The same for a caller who may do this to a key of the bucket of the path.
    public ApiCall allowing(Action action, String key) {
        Bucket found = allowed(action, path(BUCKET), key);
        return store.past(bucketName()).isPresent() ? this : holding(found);
    }

    public <T> T json(Class<T> form) {
        return json(form, MAX_JSON);
    }

    /// The body.
    ///
    /// @throws Failed where it is not JSON of this form, or too much
    public <T> T json(Class<T> form, int limit) {
        return Json.read(body(limit), form);
    }

    byte[] body(int limit) {
        try {
            InputStream in = request.body();
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new Failed(
                        ErrorCode.ENTITY_TOO_LARGE, "The body has more than " + limit + " bytes.");
            }
            requireAsSigned(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Who signed the request may have signed the body too.
    private void requireAsSigned(byte[] body) {
        boolean asSigned =
                switch (authenticated.payload()) {
                    case Payload.Unsigned _ -> true;
                    case Payload.Hashed(Bytes sha256) ->
                            MessageDigest.isEqual(sha256.toArray(), sha256(body));
                    case Payload.Chunked _ ->
                            throw new Failed(
                                    ErrorCode.NOT_IMPLEMENTED, "JSON cannot be sent in chunks.");
                };
        if (!asSigned) {
            throw new Failed(
                    ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH,
                    "The body is not the one that was signed.");
        }
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public Optional<String> query(String name) {
        return request.query().first(name);
    }

    /// A number in the query.
    public int number(String name, int least, int most, int otherwise) {
        Optional<String> text = query(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notANumber(name, least, most);
        }
        throw notANumber(name, least, most);
    }

    private static Failed notANumber(String name, int least, int most) {
        return new Failed(
                ErrorCode.INVALID_ARGUMENT,
                "'%s' must be a number from %d to %d.".formatted(name, least, most));
    }

    /// A yes or no in the query; a name alone is a yes.
    public boolean flag(String name) {
        return switch (query(name).orElse("false")) {
            case "", "true" -> true;
            case "false" -> false;
            default ->
                    throw new Failed(
                            ErrorCode.INVALID_ARGUMENT, "'" + name + "' must be true or false.");
        };
    }

    /// A value as JSON, for bodies of several.
    public static byte[] bytes(Object value) {
        return Json.bytes(value);
    }

    public static HttpResponse answer(int status, Object value) {
        return HttpResponse.of(status)
                .header("content-type", Json.TYPE)
                .content(HttpResponse.Content.document(Json.bytes(value)));
    }
}
