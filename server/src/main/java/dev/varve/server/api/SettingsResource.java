package dev.varve.server.api;

import dev.varve.log.BlobId;
import dev.varve.log.BucketSettings;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.surface.CorsRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// `/v1/buckets/{bucket}/settings`: what holds for a bucket, and changing it in one step.
public final class SettingsResource implements Resource {
    static final String PATH = "/v1/buckets/{bucket}/settings";
    static final String MERGE_PATCH = "application/merge-patch+json";
    private static final int MAX_PATCH = 256 << 10;
    private static final int TRIES = 5;

    /// Where a value is from. What a bucket has stays its own when the configuration changes.
    public enum Origin {
        /// What the configuration gives to new buckets.
        DEFAULT,
        /// Another than that.
        BUCKET
    }

    /// What holds for a bucket.
    ///
    /// @param bytesWindowSeconds -1 where bytes stay as long as history
    /// @param dedup shared, or private where its content has names that nobody else can work out; said
    ///     when a bucket is made
    /// @param origins by field: default, or bucket
    public record SettingsView(
            String versioning,
            long historyWindowSeconds,
            long bytesWindowSeconds,
            SettingsForm.QuotaForm quota,
            SettingsForm.LockForm objectLock,
            Map<String, String> tags,
            boolean publicRead,
            List<CorsForm> cors,
            String dedup,
            Map<String, String> origins) {
        static SettingsView of(BucketSettings settings, BucketSettings defaults) {
            SettingsForm form = SettingsForm.of(settings);
            return new SettingsView(
                    Words.of(settings.versioning()),
                    settings.historyWindow().toSeconds(),
                    SettingsForm.bytesWindow(settings),
                    Objects.requireNonNull(form.quota()),
                    Objects.requireNonNull(form.objectLock()),
                    settings.tags(),
                    settings.publicRead(),
                    Objects.requireNonNull(form.cors()),
                    dedupOf(settings),
                    origins(settings, defaults));
        }

        private static Map<String, String> origins(
                BucketSettings settings, BucketSettings defaults) {
            Map<String, String> origins = new LinkedHashMap<>();
            put(origins, "versioning", settings.versioning(), defaults.versioning());
            put(
                    origins,
                    "history_window_seconds",
                    settings.historyWindow(),
                    defaults.historyWindow());
            put(
                    origins,
                    "bytes_window_seconds",
                    Optional.ofNullable(settings.bytesWindow()),
                    Optional.ofNullable(defaults.bytesWindow()));
            put(origins, "quota.bytes", settings.quota().bytes(), defaults.quota().bytes());
            put(origins, "quota.objects", settings.quota().objects(), defaults.quota().objects());
            put(origins, "object_lock", settings.objectLock(), defaults.objectLock());
            put(origins, "tags", settings.tags(), defaults.tags());
            put(origins, "public_read", settings.publicRead(), defaults.publicRead());
            put(origins, "cors", CorsRules.of(settings), CorsRules.of(defaults));
            put(origins, "dedup", settings.dedupDomain(), defaults.dedupDomain());
            return origins;
        }

        private static void put(
                Map<String, String> origins, String field, Object value, Object fallback) {
            origins.put(field, Words.of(value.equals(fallback) ? Origin.DEFAULT : Origin.BUCKET));
        }
    }

    private static String dedupOf(BucketSettings settings) {
        return settings.dedupDomain() == BlobId.SHARED_DOMAIN ? "shared" : "private";
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "getBucketSettings", Action.READ_BUCKET, this::get)
                        .summary("Tells what holds for a bucket, and where each value is from")
                        .answersJson(200, SettingsView.class)
                        .refuses(ErrorCode.NO_SUCH_BUCKET),
                Endpoint.of(
                                "PATCH",
                                PATH,
                                "changeBucketSettings",
                                Action.CHANGE_BUCKET,
                                this::patch)
                        .summary(
                                "Changes settings by a JSON merge patch, all or none: a field that is"
                                        + " null gets the default of the configuration")
                        .takes(new Endpoint.Content(MERGE_PATCH, SettingsForm.class))
                        .answersJson(200, SettingsView.class)
                        .refuses(
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.INVALID_BUCKET_STATE,
                                ErrorCode.OPERATION_ABORTED));
    }

    private HttpResponse get(ApiCall call) {
        return told(call, call.bucket().settings());
    }

    private static HttpResponse told(ApiCall call, BucketSettings settings) {
        return ApiCall.answer(200, SettingsView.of(settings, call.store().buckets().defaults()));
    }

    /// The writer takes it only if nobody changed the settings since they were read: else once more.
    private HttpResponse patch(ApiCall call) {
        byte[] patch = call.body(MAX_PATCH);
        Outcome<BucketSettings> outcome = attempt(call, patch);
        for (int i = 1; i < TRIES && isConflict(outcome); i++) {
            outcome = attempt(call, patch);
        }
        return told(call, ApiRefusals.require(outcome));
    }

    private static Outcome<BucketSettings> attempt(ApiCall call, byte[] patch) {
        BucketSettings before = call.bucket().settings();
        SettingsForm asked = Json.merge(SettingsForm.of(before), patch, SettingsForm.class);
        BucketSettings after = asked.over(before, call.store().buckets().defaults());
        return call.store()
                .buckets()
                .change(call.bucketName(), new SettingsChange.Replace(before, after));
    }

    private static boolean isConflict(Outcome<BucketSettings> outcome) {
        return outcome instanceof Outcome.Refused<BucketSettings>(Refusal refusal)
                && refusal.reason() == Refusal.Reason.CONFLICT;
    }
}
