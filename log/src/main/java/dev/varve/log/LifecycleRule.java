package dev.varve.log;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One of the rules by which objects, versions and uploads of a bucket go by themselves. Days end at
/// midnight UTC.
///
/// @param id unique in its bucket
/// @param expiration of current objects and of delete markers; null for none
/// @param noncurrent null for none
/// @param abortDays after so many days uploads are given up; 0 for never
public record LifecycleRule(
        String id,
        boolean enabled,
        Filter filter,
        @Nullable Expiration expiration,
        @Nullable Noncurrent noncurrent,
        int abortDays) {
    public static final int MAX_RULES = 1000;
    public static final int MAX_ID = 255;

    /// Of all rules of a bucket together, as events hold them.
    public static final int MAX_BYTES = 768 << 10;

    /// What a rule is about. What is not said matches all.
    ///
    /// @param legacy whether it was said as a prefix of the rule itself, as the first form of the
    ///     API did
    /// @param prefix of keys; null where none was said
    /// @param tags all of which an object must have
    /// @param largerThan bytes, -1 for no such bound
    /// @param smallerThan bytes, -1 for no such bound
    public record Filter(
            boolean legacy,
            @Nullable String prefix,
            SortedMap<String, String> tags,
            long largerThan,
            long smallerThan) {
        public static final Filter ALL = new Filter(false, null, new TreeMap<>(), -1, -1);

        public Filter {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
            if (largerThan < -1 || smallerThan < -1) {
                throw new IllegalArgumentException("sizes of a filter are not negative");
            }
            if (legacy && (prefix == null || !tags.isEmpty() || largerThan + smallerThan != -2)) {
                throw new IllegalArgumentException("the first form has a prefix and nothing else");
            }
        }

        public static Filter ofPrefix(String prefix) {
            return new Filter(false, prefix, new TreeMap<>(), -1, -1);
        }

        /// The prefix; empty where there is none.
        public String keys() {
            return prefix == null ? "" : prefix;
        }

        /// Whether only the name of a key decides.
        public boolean isOfNames() {
            return tags.isEmpty() && largerThan < 0 && smallerThan < 0;
        }

        public boolean fits(long size) {
            return size > largerThan && (smallerThan < 0 || size < smallerThan);
        }
    }

    public sealed interface Expiration {
        /// So many days after an object was made.
        record AfterDays(int days) implements Expiration {
            public AfterDays {
                requirePositive(days);
            }
        }

        /// From the beginning of this day on.
        record OnDate(LocalDate date) implements Expiration {}

        /// Delete markers that nothing is below of, and nothing else.
        record OfMarkers() implements Expiration {}
    }

    /// @param days after which a version goes, since a newer one took its place
    /// @param keep so many of the newest noncurrent versions stay all the same
    public record Noncurrent(int days, int keep) {
        public static final int MOST_KEPT = 100;

        public Noncurrent {
            requirePositive(days);
            if (keep < 0 || keep > MOST_KEPT) {
                throw new IllegalArgumentException("keeps 0 to " + MOST_KEPT + " versions");
            }
        }
    }

    public LifecycleRule {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("a rule's id has 1 to " + MAX_ID + " characters");
        }
        if (abortDays < 0) {
            throw new IllegalArgumentException("days are not negative");
        }
        if (expiration == null && noncurrent == null && abortDays == 0) {
            throw new IllegalArgumentException("a rule does something");
        }
    }

    private static void requirePositive(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("days count from 1");
        }
    }
}
