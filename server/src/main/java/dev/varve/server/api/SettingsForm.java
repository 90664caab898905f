package dev.varve.server.api;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.Retention;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.surface.CorsRules;
import dev.varve.server.surface.TagRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What can be set on a bucket. What is not there is the default of the server's configuration; no tags, no
/// rules and no lock where that has none.
///
/// @param versioning off, enabled or suspended
/// @param historyWindowSeconds how long superseded and deleted versions stay readable
/// @param bytesWindowSeconds how long their bytes do, where what is known of them stays longer; -1 for
///     as long
/// @param publicRead whether anybody may get objects by their keys
public record SettingsForm(
        @Nullable String versioning,
        @Nullable Long historyWindowSeconds,
        @Nullable Long bytesWindowSeconds,
        @Nullable QuotaForm quota,
        @Nullable LockForm objectLock,
        @Nullable Map<String, String> tags,
        @Nullable Boolean publicRead,
        @Nullable List<CorsForm> cors) {
    public static final int MOST_TAGS = 50;
    static final long LONGEST_WINDOW = Duration.ofDays(36_500).toSeconds();
    private static final int MOST_DAYS = 36_500;
    private static final long AS_HISTORY = -1;

    /// Over all versions that clients see; -1 is no limit.
    public record QuotaForm(@Nullable Long bytes, @Nullable Long objects) {}

    /// @param mode the retention that new versions get: governance or compliance
    /// @param days for how long; there with a mode, and only then
    public record LockForm(boolean enabled, @Nullable String mode, @Nullable Integer days) {}

    public static SettingsForm of(BucketSettings settings) {
        ObjectLock lock = settings.objectLock();
        return new SettingsForm(
                Words.of(settings.versioning()),
                settings.historyWindow().toSeconds(),
                bytesWindow(settings),
                new QuotaForm(settings.quota().bytes(), settings.quota().objects()),
                new LockForm(
                        lock.enabled(),
                        lock.mode() == null ? null : Words.of(lock.mode()),
                        lock.mode() == null ? null : (int) lock.period().toDays()),
                settings.tags(),
                settings.publicRead(),
                CorsForm.of(CorsRules.of(settings)));
    }

    static long bytesWindow(BucketSettings settings) {
        Duration window = settings.bytesWindow();
        return window == null ? AS_HISTORY : window.toSeconds();
    }

    /// The settings that a bucket with these has.
    ///
    /// @param before of which it keeps what no client may set here
    /// @throws Failed that names the field that is wrong
    BucketSettings over(BucketSettings before, BucketSettings defaults) {
        Duration window = window(before, defaults);
        return before.withVersioning(
                        versioning == null
                                ? defaults.versioning()
                                : Words.parse(Versioning.class, "versioning", versioning))
                .withHistoryWindow(window)
                .withBytesWindow(bytesWindow(before, defaults, window))
                .withQuota(quota(defaults.quota()))
                .withObjectLock(lock(before.objectLock(), defaults.objectLock()))
                .withTags(tags(defaults))
                .withPublicRead(publicRead == null ? defaults.publicRead() : publicRead)
                .withDocuments(documents(before));
    }

    /// A window of less than whole seconds stays what it is where nobody changes it.
    private Duration window(BucketSettings before, BucketSettings defaults) {
        if (historyWindowSeconds == null) {
            return defaults.historyWindow();
        }
        if (historyWindowSeconds == before.historyWindow().toSeconds()) {
            return before.historyWindow();
        }
        within("history_window_seconds", historyWindowSeconds, 0, LONGEST_WINDOW);
        return Duration.ofSeconds(historyWindowSeconds);
    }

    /// The default is none where history is no longer than it.
    private @Nullable Duration bytesWindow(
            BucketSettings before, BucketSettings defaults, Duration history) {
        if (bytesWindowSeconds == null) {
            Duration window = defaults.bytesWindow();
            return window == null || window.compareTo(history) >= 0 ? null : window;
        }
        if (bytesWindowSeconds == bytesWindow(before)) {
            return before.bytesWindow();
        }
        within("bytes_window_seconds", bytesWindowSeconds, AS_HISTORY, history.toSeconds());
        return bytesWindowSeconds == AS_HISTORY ? null : Duration.ofSeconds(bytesWindowSeconds);
    }

    private Quota quota(Quota otherwise) {
        if (quota == null) {
            return otherwise;
        }
        return new Quota(
                limit("quota.bytes", quota.bytes(), otherwise.bytes()),
                limit("quota.objects", quota.objects(), otherwise.objects()));
    }

    private static long limit(String field, @Nullable Long given, long otherwise) {
        if (given == null) {
            return otherwise;
        }
        within(field, given, -1, 1L << 60);
        return given;
    }

    private ObjectLock lock(ObjectLock before, ObjectLock otherwise) {
        if (objectLock == null) {
            return otherwise;
        }
        String mode = objectLock.mode();
        Integer days = objectLock.days();
        if ((mode == null) != (days == null)) {
            throw wrong(mode == null ? "object_lock.mode" : "object_lock.days", "is missing");
        }
        if (mode == null || days == null) {
            return new ObjectLock(objectLock.enabled(), null, Duration.ZERO);
        }
        if (!objectLock.enabled()) {
            throw wrong("object_lock.enabled", "must be true where there is a mode");
        }
        Retention.Mode parsed = Words.parse(Retention.Mode.class, "object_lock.mode", mode);
        if (parsed == before.mode() && days == before.period().toDays()) {
            return new ObjectLock(true, parsed, before.period());
        }
        within("object_lock.days", days, 1, MOST_DAYS);
        return new ObjectLock(true, parsed, Duration.ofDays(days));
    }

    private SortedMap<String, String> tags(BucketSettings defaults) {
        if (tags == null) {
            return defaults.tags();
        }
        List<Map.Entry<String, String>> all = new ArrayList<>(tags.entrySet());
        try {
            return TagRules.checked(all, MOST_TAGS);
        } catch (Failed e) {
            throw wrong("tags", "is wrong: " + e.text());
        }
    }

    private SortedMap<String, Bytes> documents(BucketSettings before) {
        SortedMap<String, Bytes> documents = new TreeMap<>(before.documents());
        documents.remove(CorsRules.DOCUMENT);
        CorsForm.rules(cors)
                .document()
                .ifPresent(document -> documents.put(CorsRules.DOCUMENT, document));
        return documents;
    }

    private static void within(String field, long given, long least, long most) {
        if (given < least || given > most) {
            throw wrong(field, "must be a number from " + least + " to " + most);
        }
    }

    private static Failed wrong(String field, String what) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "'" + field + "' " + what + ".");
    }
}
