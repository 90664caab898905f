package dev.varve.server.store;

import dev.varve.log.BlobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a reconcile found: how many of each kind, how much, and the first of each.
///
/// @param repair whether it was told to repair what it may
/// @param blobs that are stored
/// @param references to blobs that it looked at
public record ReconcileReport(
        Instant started,
        Instant ended,
        boolean repair,
        long blobs,
        long references,
        Map<Kind, Found> found) {
    /// Of each kind at most so many are named.
    public static final int SAMPLE = 100;

    public enum Kind {
        /// Something references the blob, and it is not here.
        MISSING,
        /// Nothing references the blob, and nobody holds it.
        UNREFERENCED,
        /// Bytes of a blob that is stored elsewhere too.
        DUPLICATE,
        /// A file where none should be, or a placement that points elsewhere.
        MISPLACED,
        /// Kept, and never served: storing the same content again heals it.
        QUARANTINED
    }

    /// @param repaired how many are no longer so
    public record Found(long count, long bytes, long repaired, List<Item> sample) {}

    /// @param file within the blob store, empty where there is none
    /// @param bytes on disk
    public record Item(Optional<BlobId> blob, String file, long offset, long bytes, String what) {}

    public Found of(Kind kind) {
        return found.getOrDefault(kind, new Found(0, 0, 0, List.of()));
    }

    /// Whether all is as it should be.
    public boolean isClean() {
        return found.values().stream().allMatch(kind -> kind.count() == kind.repaired());
    }

    /// Gathers findings, a bounded number of them.
    static final class Builder {
        private final Map<Kind, Sum> sums = new EnumMap<>(Kind.class);
        private long blobs;
        private long references;

        private static final class Sum {
            private long count;
            private long bytes;
            private long repaired;
            private final List<Item> sample = new ArrayList<>();
        }

        Builder() {
            for (Kind kind : Kind.values()) {
                sums.put(kind, new Sum());
            }
        }

        void add(Kind kind, Item item, boolean repaired) {
            Sum sum = sums.computeIfAbsent(kind, _ -> new Sum());
            sum.count++;
            sum.bytes += item.bytes();
            sum.repaired += repaired ? 1 : 0;
            if (sum.sample.size() < SAMPLE) {
                sum.sample.add(item);
            }
        }

        void blobs(long looked) {
            blobs = looked;
        }

        void references(long looked) {
            references += looked;
        }

        ReconcileReport build(Instant started, Instant ended, boolean repair) {
            Map<Kind, Found> found = new EnumMap<>(Kind.class);
            sums.forEach((kind, sum) ->
                    found.put(
                            kind,
                            new Found(
                                    sum.count, sum.bytes, sum.repaired, List.copyOf(sum.sample))));
            return new ReconcileReport(started, ended, repair, blobs, references, found);
        }
    }
}
