package dev.varve.server.api.admin;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.BlobUpkeep;
import dev.varve.server.store.Maintenance;
import dev.varve.server.store.QuarantineReport;
import dev.varve.server.store.RecompressState;
import dev.varve.server.store.ReconcileReport;
import dev.varve.server.store.ScrubState;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the store found out about stored bytes: `/v1/maintenance/reconcile`, `scrub` and
/// `quarantine`.
public final class BlobReportsResource implements Resource {
    private static final int MOST = 1000;
    private static final int USUAL = 100;

    /// How long versions are searched for those that a bad blob belongs to.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<Maintenance> maintenance;
    private final Supplier<BlobUpkeep> upkeep;

    /// @param kind missing, unreferenced, duplicate, misplaced or quarantined
    /// @param repaired how many of them are no longer so
    /// @param sample the first of them
    public record ReconcileKind(
            String kind, long count, long bytes, long repaired, List<ReconcileItem> sample) {
        static ReconcileKind of(ReconcileReport.Kind kind, ReconcileReport.Found found) {
            return new ReconcileKind(
                    kind.name().toLowerCase(Locale.ROOT),
                    found.count(),
                    found.bytes(),
                    found.repaired(),
                    found.sample().stream().map(ReconcileItem::of).toList());
        }
    }

    /// @param file within the directory `blobs`, where there is one
    public record ReconcileItem(
            @Nullable String blob, @Nullable String file, long offset, long bytes, String what) {
        static ReconcileItem of(ReconcileReport.Item item) {
            return new ReconcileItem(
                    item.blob().map(BlobId::toString).orElse(null),
                    item.file().isEmpty() ? null : item.file(),
                    item.offset(),
                    item.bytes(),
                    item.what());
        }
    }

    /// @param repair whether it was told to repair what it may
    /// @param blobs that are stored
    /// @param references that it looked at
    public record Reconciled(
            Instant started,
            Instant ended,
            boolean repair,
            boolean clean,
            long blobs,
            long references,
            List<ReconcileKind> kinds) {
        static Reconciled of(ReconcileReport report) {
            return new Reconciled(
                    report.started(),
                    report.ended(),
                    report.repair(),
                    report.isClean(),
                    report.blobs(),
                    report.references(),
                    Arrays.stream(ReconcileReport.Kind.values())
                            .map(kind -> ReconcileKind.of(kind, report.of(kind)))
                            .toList());
        }
    }

    /// @param last absent where there was none
    public record LastReconcile(@Nullable Reconciled last) {}

    public record QuarantinedVersion(String bucket, String key, String version) {}

    /// @param references how many versions and parts need it, those of deleted buckets included
    /// @param versions the first of them
    public record QuarantinedBlob(
            String blob,
            long length,
            long storedBytes,
            long references,
            List<QuarantinedVersion> versions) {
        static QuarantinedBlob of(QuarantineReport.Item item) {
            return new QuarantinedBlob(
                    item.blob().toString(),
                    item.length(),
                    item.storedBytes(),
                    item.references(),
                    item.named().stream()
                            .map(named ->
                                    new QuarantinedVersion(
                                            named.bucket(),
                                            named.version().key().toString(),
                                            named.version().id().toString()))
                            .toList());
        }
    }

    /// @param truncated whether there are more blobs
    /// @param complete whether all versions were searched; else it took too long
    public record Quarantined(List<QuarantinedBlob> blobs, boolean truncated, boolean complete) {}

    /// @param period seconds in which everything is looked at once, 0 when it is off
    /// @param round counts from 1
    /// @param ended whether this round is through and the next waits for its time
    /// @param waiting whether it lets others go first
    /// @param coveredSince all that was here then was looked at since
    public record ScrubProgress(
            String depth,
            long period,
            long round,
            Instant started,
            boolean ended,
            boolean waiting,
            long blobs,
            long bytes,
            long findings,
            @Nullable Instant coveredSince,
            List<ScrubbedDamage> latest) {
        static ScrubProgress of(ScrubState state) {
            return new ScrubProgress(
                    state.depth().name().toLowerCase(Locale.ROOT),
                    state.period().toSeconds(),
                    state.round(),
                    state.started(),
                    state.ended(),
                    state.waiting(),
                    state.seen().blobs(),
                    state.seen().bytes(),
                    state.seen().findings(),
                    state.coveredSince().orElse(null),
                    state.latest().stream().map(ScrubbedDamage::of).toList());
        }
    }

    public record ScrubbedDamage(@Nullable String blob, String file, long offset, String what) {
        static ScrubbedDamage of(ScrubFinding finding) {
            return new ScrubbedDamage(
                    finding.blob().map(BlobId::toString).orElse(null),
                    finding.file(),
                    finding.offset(),
                    finding.what());
        }
    }

    public record Scrubs(List<ScrubProgress> scrubs) {}

    public BlobReportsResource(Supplier<Maintenance> maintenance, Supplier<BlobUpkeep> upkeep) {
        this.maintenance = maintenance;
        this.upkeep = upkeep;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "GET",
                                "/v1/maintenance/reconcile",
                                "getReconcile",
                                Action.MAINTAIN,
                                _ -> reconciled())
                        .summary(
                                "Tells what the last reconcile since the start found; for operators")
                        .answersJson(200, LastReconcile.class),
                Endpoint.of(
                                "GET",
                                "/v1/maintenance/scrub",
                                "getScrub",
                                Action.MAINTAIN,
                                _ -> scrubs())
                        .summary(
                                "Tells how far the scrubs are that go on by themselves; for"
                                        + " operators")
                        .answersJson(200, Scrubs.class),
                Endpoint.of(
                                "GET",
                                "/v1/maintenance/recompress",
                                "getRecompression",
                                Action.MAINTAIN,
                                _ -> ApiCall.answer(200, upkeep.get().recompression()))
                        .summary(
                                "Tells how far the recompression is that goes on by itself; for"
                                        + " operators")
                        .answersJson(200, RecompressState.class),
                Endpoint.of(
                                "GET",
                                "/v1/maintenance/quarantine",
                                "listQuarantine",
                                Action.MAINTAIN,
                                this::quarantined)
                        .summary(
                                "Lists blobs that were found damaged, and the versions that need"
                                        + " them; for operators")
                        .query("limit", "integer", "1 to 1000 of them, 100 if not said")
                        .answersJson(200, Quarantined.class)
                        .refuses(ErrorCode.INVALID_ARGUMENT));
    }

    private HttpResponse reconciled() {
        return ApiCall.answer(
                200,
                new LastReconcile(
                        maintenance.get().lastReconcile().map(Reconciled::of).orElse(null)));
    }

    private HttpResponse scrubs() {
        return ApiCall.answer(
                200, new Scrubs(upkeep.get().scrubs().stream().map(ScrubProgress::of).toList()));
    }

    private HttpResponse quarantined(ApiCall call) {
        int limit = call.number("limit", 1, MOST, USUAL);
        QuarantineReport report = maintenance.get().quarantine(limit, PATIENCE);
        return ApiCall.answer(
                200,
                new Quarantined(
                        report.items().stream().map(QuarantinedBlob::of).toList(),
                        report.more(),
                        report.complete()));
    }
}
