package dev.varve.log;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What may be changed of a webhook, but for its secrets.
///
/// @param bucket whose changes it is told of; null for those of all buckets
/// @param url where to; what may be reached is asked at each delivery
/// @param enabled one that is not keeps its place and delivers nothing
/// @param note why it is not enabled, where the server itself turned it off
public record WebhookSettings(
        @Nullable BucketId bucket,
        String url,
        WebhookFilter filter,
        Format format,
        Limits limits,
        boolean enabled,
        String note) {
    public static final int MAX_URL = 2048;
    private static final int MAX_NOTE = 256;

    /// What a delivery looks like. The tags are stored: never renumber.
    public enum Format {
        S3(0),
        CLOUDEVENTS(1);

        private final int tag;

        Format(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Format ofTag(int tag) {
            for (Format format : values()) {
                if (format.tag == tag) {
                    return format;
                }
            }
            throw new IllegalArgumentException("unknown format of webhooks " + tag);
        }
    }

    /// @param concurrency deliveries under way at a time, of different keys
    /// @param timeout for one delivery, in whole milliseconds
    /// @param attempts after so many an event becomes a dead letter
    /// @param giveUpAfter the same, by time since the first attempt, in whole milliseconds
    public record Limits(int concurrency, Duration timeout, int attempts, Duration giveUpAfter) {
        public static final int MAX_CONCURRENCY = 64;
        public static final int MAX_ATTEMPTS = 1000;
        public static final Duration MAX_TIMEOUT = Duration.ofSeconds(60);
        public static final Duration MAX_GIVE_UP = Duration.ofDays(30);
        private static final Duration LEAST = Duration.ofMillis(100);
        public static final Limits DEFAULT =
                new Limits(4, Duration.ofSeconds(10), 50, Duration.ofHours(24));

        public Limits {
            timeout = Duration.ofMillis(timeout.toMillis());
            giveUpAfter = Duration.ofMillis(giveUpAfter.toMillis());
            requireWithin("concurrency", concurrency, MAX_CONCURRENCY);
            requireWithin("attempts", attempts, MAX_ATTEMPTS);
            requireWithin("the timeout", timeout, MAX_TIMEOUT);
            requireWithin("the time until it is given up", giveUpAfter, MAX_GIVE_UP);
        }

        private static void requireWithin(String what, int value, int most) {
            if (value < 1 || value > most) {
                throw new IllegalArgumentException(what + " is 1 to " + most);
            }
        }

        private static void requireWithin(String what, Duration value, Duration most) {
            if (value.compareTo(LEAST) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        what + " is " + LEAST.toMillis() + " ms to " + most.toSeconds() + " s");
            }
        }
    }

    public WebhookSettings {
        if (url.isEmpty() || url.length() > MAX_URL) {
            throw new IllegalArgumentException("a URL has 1 to " + MAX_URL + " characters");
        }
        if (note.length() > MAX_NOTE) {
            throw new IllegalArgumentException("a note has at most " + MAX_NOTE + " characters");
        }
    }

    /// As the server turns one off itself.
    public WebhookSettings disabled(String why) {
        return new WebhookSettings(bucket, url, filter, format, limits, false, why);
    }
}
