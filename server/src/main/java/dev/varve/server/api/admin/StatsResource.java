package dev.varve.server.api.admin;

import dev.varve.log.BlobStore;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Usage;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.BucketPage;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Outcome;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/v1/stats`: how much there is, in all and in each bucket. Every figure is one that is kept; nothing is
/// counted when it is asked for.
public final class StatsResource implements Resource {

    private final Supplier<BlobStore.Stats> blobs;
    private final LongSupplier position;

    /// What clients see, what is kept as history, and what uploads that are open hold.
    ///
    /// @param objects versions that clients see; `current` ones are those that a listing shows
    public record Held(
            long objects,
            long bytes,
            long currentObjects,
            long currentBytes,
            long historyObjects,
            long historyBytes,
            long uploadParts,
            long uploadBytes) {
        static Held of(Usage usage) {
            return new Held(
                    usage.objects(),
                    usage.bytes(),
                    usage.currentObjects(),
                    usage.currentBytes(),
                    usage.hiddenObjects(),
                    usage.hiddenBytes(),
                    usage.uploadParts(),
                    usage.uploadBytes());
        }

        long allBytes() {
            return bytes + historyBytes + uploadBytes;
        }
    }

    /// What is on disk.
    ///
    /// @param logicalBytes of all blobs, each content once
    /// @param physicalBytes what they take
    /// @param deduplicatedBytes what is not stored since it is there already
    /// @param compressedBytes what compression saves
    /// @param reclaimableBytes taken, and given back by and by
    public record Stored(
            long blobs,
            long logicalBytes,
            long physicalBytes,
            long deduplicatedBytes,
            long compressedBytes,
            long reclaimableBytes,
            long quarantinedBlobs) {
        static Stored of(BlobStore.Stats stats, Held held) {
            return new Stored(
                    stats.blobs(),
                    stats.logicalBytes(),
                    stats.physicalBytes(),
                    Math.max(0, held.allBytes() - stats.logicalBytes()),
                    Math.max(0, stats.logicalBytes() - stats.physicalBytes()),
                    stats.deadBytes(),
                    stats.quarantined());
        }
    }

    /// @param position of the newest event that is in these figures
    public record Totals(long position, Held held, Stored stored) {}

    /// @param quotaBytes where there is a quota
    public record OfBucket(
            String name, Held held, @Nullable Long quotaBytes, @Nullable Long quotaObjects) {
        static OfBucket of(Bucket bucket, Usage usage) {
            Quota quota = bucket.settings().quota();
            return new OfBucket(
                    bucket.name().value(),
                    Held.of(usage),
                    quota.bytes() < 0 ? null : quota.bytes(),
                    quota.objects() < 0 ? null : quota.objects());
        }
    }

    /// @param next the cursor of the next page, where there is one
    public record Page(List<OfBucket> buckets, @Nullable String next) {}

    public StatsResource(Supplier<BlobStore.Stats> blobs, LongSupplier position) {
        this.blobs = blobs;
        this.position = position;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/v1/stats", "getStats", Action.READ_TOTALS, this::totals)
                        .summary("Tells how much the server holds; for operators")
                        .answersJson(200, Totals.class),
                Endpoint.of(
                                "GET",
                                "/v1/stats/buckets",
                                "listBucketStats",
                                Action.LIST_BUCKETS,
                                this::list)
                        .summary(
                                "Tells how much each bucket holds that the caller may see, by name")
                        .query("prefix", "string", "only names that begin so")
                        .query("limit", "integer", "1 to 1000 of them, 100 if not said")
                        .query("cursor", "string", "where the page before ended")
                        .answersJson(200, Page.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT),
                Endpoint.of(
                                "GET",
                                "/v1/buckets/{bucket}/stats",
                                "getBucketStats",
                                Action.READ_STATS,
                                this::ofBucket)
                        .summary("Tells how much a bucket holds")
                        .answersJson(200, OfBucket.class)
                        .refuses(ErrorCode.NO_SUCH_BUCKET));
    }

    private HttpResponse totals(ApiCall call) {
        long at = position.getAsLong();
        Held held = Held.of(call.store().buckets().totalUsage());
        return ApiCall.answer(200, new Totals(at, held, Stored.of(blobs.get(), held)));
    }

    private HttpResponse ofBucket(ApiCall call) {
        Bucket bucket = call.bucket();
        Usage usage = ApiRefusals.require(call.store().buckets().usage(bucket.name()));
        return ApiCall.answer(200, OfBucket.of(bucket, usage));
    }

    /// None for a bucket that was deleted a moment ago.
    private static Stream<OfBucket> stats(ApiCall call, Bucket bucket) {
        return switch (call.store().buckets().usage(bucket.name())) {
            case Outcome.Done<Usage>(Usage usage) -> Stream.of(OfBucket.of(bucket, usage));
            case Outcome.Refused<Usage> _ -> Stream.empty();
        };
    }

    private HttpResponse list(ApiCall call) {
        BucketPage page = BucketPage.of(call, Action.READ_STATS);
        return ApiCall.answer(
                200,
                new Page(
                        page.buckets().stream().flatMap(bucket -> stats(call, bucket)).toList(),
                        page.next()));
    }
}
