package dev.varve.server.api;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.surface.NewBucketName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// `/v1/buckets`: which there are, and making and deleting them.
public final class BucketsResource implements Resource {

    /// @param versioning off, enabled or suspended
    public record BucketView(
            String name, String owner, Instant created, String versioning, boolean objectLock) {
        static BucketView of(Bucket bucket) {
            BucketSettings settings = bucket.settings();
            return new BucketView(
                    bucket.name().value(),
                    bucket.owner(),
                    bucket.created(),
                    Words.of(settings.versioning()),
                    settings.objectLock().enabled());
        }
    }

    /// @param next the cursor of the next page, where there is one
    public record BucketList(List<BucketView> buckets, @Nullable String next) {}

    /// @param versioning as the configuration says where it is not there
    /// @param objectLock implies versioning
    /// @param dedup shared, or private: then nobody outside can tell what is stored
    public record NewBucket(
            @Nullable String name,
            @Nullable Boolean versioning,
            boolean objectLock,
            @Nullable String dedup) {}

    private enum Dedup {
        SHARED,
        PRIVATE
    }

    private final IntSupplier domains;

    /// @param domains makes private dedup domains, one at each call
    public BucketsResource(IntSupplier domains) {
        this.domains = domains;
    }

    private static Concern concern(String bucket, NewBucket asked) {
        String name = asked.name();
        return new Concern.OfBucket(name == null ? "" : name);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/v1/buckets", "listBuckets", Action.LIST_BUCKETS, this::list)
                        .summary("Lists the buckets that the caller may see, by name")
                        .query("prefix", "string", "only names that begin so")
                        .query("limit", "integer", "1 to 1000 of them, 100 if not said")
                        .query("cursor", "string", "where the page before ended")
                        .answersJson(200, BucketList.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT),
                Endpoint.of("POST", "/v1/buckets", "createBucket", Action.CREATE_BUCKET, this::make)
                        .guardingItself()
                        .about(
                                Concerning.anywhereInBody(
                                        NewBucket.class,
                                        ApiCall.MAX_JSON,
                                        BucketsResource::concern))
                        .summary("Makes a bucket, owned by the caller")
                        .takesJson(NewBucket.class)
                        .example("{\"name\":\"photos\",\"versioning\":true}")
                        .answersJson(201, BucketView.class)
                        .answersHeader("location", "path of the bucket")
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.INVALID_BUCKET_STATE,
                                ErrorCode.TOO_MANY_BUCKETS,
                                ErrorCode.INVALID_BUCKET_NAME,
                                ErrorCode.BUCKET_ALREADY_EXISTS,
                                ErrorCode.BUCKET_ALREADY_OWNED_BY_YOU),
                Endpoint.of(
                                "GET",
                                "/v1/buckets/{bucket}",
                                "getBucket",
                                Action.READ_BUCKET,
                                this::get)
                        .summary("Tells of one bucket")
                        .readingPast()
                        .answersJson(200, BucketView.class)
                        .refuses(ErrorCode.NO_SUCH_BUCKET),
                Endpoint.of(
                                "DELETE",
                                "/v1/buckets/{bucket}",
                                "deleteBucket",
                                Action.DELETE_BUCKET,
                                this::delete)
                        .summary("Deletes a bucket without versions and open uploads")
                        .answersNothing(204)
                        .refuses(ErrorCode.NO_SUCH_BUCKET, ErrorCode.BUCKET_NOT_EMPTY));
    }

    private HttpResponse list(ApiCall call) {
        BucketPage page = BucketPage.of(call, Action.READ_BUCKET);
        return ApiCall.answer(
                200,
                new BucketList(page.buckets().stream().map(BucketView::of).toList(), page.next()));
    }

    private HttpResponse make(ApiCall call) {
        NewBucket asked = call.json(NewBucket.class);
        String text = asked.name() == null ? "" : asked.name();
        Access.require(
                call.principal(),
                Action.CREATE_BUCKET,
                new Access.Resource(text, "", Optional.empty()));
        BucketName name = NewBucketName.of(text);
        ApiRefusals.require(call.store().buckets().create(name, settings(call, name, asked)));
        Bucket made = call.allowed(Action.READ_BUCKET, text, "");
        return ApiCall.answer(201, BucketView.of(made)).header("location", "/v1/buckets/" + name);
    }

    private BucketSettings settings(ApiCall call, BucketName name, NewBucket asked) {
        BucketSettings defaults = call.store().buckets().defaults();
        Versioning versioning =
                asked.versioning() == null
                        ? defaults.versioning()
                        : asked.versioning() ? Versioning.ENABLED : Versioning.OFF;
        BucketSettings settings =
                asked.objectLock()
                        ? defaults.withVersioning(Versioning.ENABLED)
                                .withObjectLock(new ObjectLock(true, null, Duration.ZERO))
                        : defaults.withVersioning(versioning);
        return settings.withDedupDomain(domain(call, name, asked, defaults));
    }

    /// A domain is made only for a name that is free a moment before, or retries would fill the keyring.
    private int domain(ApiCall call, BucketName name, NewBucket asked, BucketSettings defaults) {
        String dedup = asked.dedup() == null ? Words.of(Dedup.SHARED) : asked.dedup();
        boolean own = Words.parse(Dedup.class, "dedup", dedup) == Dedup.PRIVATE;
        if (!own || call.store().buckets().find(name).isPresent()) {
            return defaults.dedupDomain();
        }
        try {
            return domains.getAsInt();
        } catch (IllegalStateException e) {
            throw new Failed(ErrorCode.TOO_MANY_BUCKETS, "No more private buckets can be made.");
        }
    }

    private HttpResponse get(ApiCall call) {
        return ApiCall.answer(200, BucketView.of(call.bucket()));
    }

    private HttpResponse delete(ApiCall call) {
        ApiRefusals.require(call.store().buckets().delete(call.bucketName()));
        return HttpResponse.of(204);
    }
}
