package dev.varve.log;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything about a bucket that its owner may change. All of it is in `BucketCreated`, so that a
/// fold never asks for a configured default.
///
/// With `publicRead` anybody may get its objects by name, and nothing else.
///
/// With a `bytesWindow` the bytes of superseded and deleted versions go so long after these were
/// hidden, and what is known of them stays until the history window ends. Without one, or with one
/// that is no shorter, both go together.
///
/// `documents` holds what later rooms interpret (CORS, policy), by kind, as sent.
public record BucketSettings(
        Versioning versioning,
        Duration historyWindow,
        ObjectLock objectLock,
        Quota quota,
        int dedupDomain,
        SortedMap<String, String> tags,
        SortedMap<String, Bytes> documents,
        boolean publicRead,
        @Nullable Duration bytesWindow) {
    public static final Duration DEFAULT_HISTORY_WINDOW = Duration.ofHours(24);
    public static final BucketSettings DEFAULT =
            new BucketSettings(
                    Versioning.OFF,
                    DEFAULT_HISTORY_WINDOW,
                    ObjectLock.OFF,
                    Quota.NONE,
                    BlobId.SHARED_DOMAIN,
                    new TreeMap<>(),
                    new TreeMap<>());

    public enum Versioning {
        OFF,
        ENABLED,
        SUSPENDED
    }

    /// Once enabled it stays enabled. `mode` is the default retention of new versions, if any.
    public record ObjectLock(boolean enabled, Retention.@Nullable Mode mode, Duration period) {
        public static final ObjectLock OFF = new ObjectLock(false, null, Duration.ZERO);
    }

    /// Limits over all versions a client can see; -1 is no limit.
    public record Quota(long bytes, long objects) {
        public static final Quota NONE = new Quota(-1, -1);
    }

    public BucketSettings {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        documents = Collections.unmodifiableSortedMap(new TreeMap<>(documents));
        historyWindow = Duration.ofMillis(historyWindow.toMillis());
        if (historyWindow.isNegative()) {
            throw new IllegalArgumentException("a history window cannot be negative");
        }
        if (bytesWindow != null) {
            bytesWindow = Duration.ofMillis(bytesWindow.toMillis());
            if (bytesWindow.isNegative()) {
                throw new IllegalArgumentException("a window of bytes cannot be negative");
            }
        }
    }

    /// Settings of a bucket that is not public and keeps bytes as long as history.
    public BucketSettings(
            Versioning versioning,
            Duration historyWindow,
            ObjectLock objectLock,
            Quota quota,
            int dedupDomain,
            SortedMap<String, String> tags,
            SortedMap<String, Bytes> documents) {
        this(
                versioning,
                historyWindow,
                objectLock,
                quota,
                dedupDomain,
                tags,
                documents,
                false,
                null);
    }

    /// Whether bytes of history go before it does.
    public boolean letsBytesGoEarly() {
        return bytesWindow != null && bytesWindow.compareTo(historyWindow) < 0;
    }

    public BucketSettings withVersioning(Versioning changed) {
        return new BucketSettings(
                changed,
                historyWindow,
                objectLock,
                quota,
                dedupDomain,
                tags,
                documents,
                publicRead,
                bytesWindow);
    }

    public BucketSettings withHistoryWindow(Duration changed) {
        return new BucketSettings(
                versioning,
                changed,
                objectLock,
                quota,
                dedupDomain,
                tags,
                documents,
                publicRead,
                bytesWindow);
    }

    public BucketSettings withObjectLock(ObjectLock changed) {
        return new BucketSettings(
                versioning,
                historyWindow,
                changed,
                quota,
                dedupDomain,
                tags,
                documents,
                publicRead,
                bytesWindow);
    }

    public BucketSettings withQuota(Quota changed) {
        return new BucketSettings(
                versioning,
                historyWindow,
                objectLock,
                changed,
                dedupDomain,
                tags,
                documents,
                publicRead,
                bytesWindow);
    }

    public BucketSettings withDedupDomain(int changed) {
        return new BucketSettings(
                versioning,
                historyWindow,
                objectLock,
                quota,
                changed,
                tags,
                documents,
                publicRead,
                bytesWindow);
    }

    public BucketSettings withTags(SortedMap<String, String> changed) {
        return new BucketSettings(
                versioning,
                historyWindow,
                objectLock,
                quota,
                dedupDomain,
                changed,
                documents,
                publicRead,
                bytesWindow);
    }

    public BucketSettings withDocuments(SortedMap<String, Bytes> changed) {
        return new BucketSettings(
                versioning,
                historyWindow,
                objectLock,
                quota,
                dedupDomain,
                tags,
                changed,
                publicRead,
                bytesWindow);
    }

    public BucketSettings withPublicRead(boolean changed) {
        return new BucketSettings(
                versioning,
                historyWindow,
                objectLock,
                quota,
                dedupDomain,
                tags,
                documents,
                changed,
                bytesWindow);
    }

    public BucketSettings withBytesWindow(@Nullable Duration changed) {
        return new BucketSettings(
                versioning,
                historyWindow,
                objectLock,
                quota,
                dedupDomain,
                tags,
                documents,
                publicRead,
                changed);
    }
}
