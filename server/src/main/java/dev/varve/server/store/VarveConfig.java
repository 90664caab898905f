package dev.varve.server.store;

import dev.varve.log.BucketSettings;
import dev.varve.log.Disk;
import dev.varve.log.disk.LocalDisk;
import dev.varve.server.consumers.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/// How a store is opened. Sizes are in bytes.
///
/// @param data the data directory, made when missing; nobody else may write there
/// @param newBuckets what a new bucket gets where its maker says nothing else
/// @param consumers how far those that follow the journal may fall back
/// @param reserveBytes a file of this size is given up when the volume is full, so that deletes and
///     purges go on; 0 for none
/// @param minFreeBytes below this much free space only deletes and purges are taken
/// @param surroundings the disk and the clock; fakes in tests
public record VarveConfig(
        Path data,
        Limits limits,
        JournalSettings journal,
        BlobSettings blobs,
        ViewSettings view,
        HistorySettings history,
        BucketSettings newBuckets,
        UploadSettings uploads,
        Retention consumers,
        long reserveBytes,
        long minFreeBytes,
        Surroundings surroundings) {

    /// What is about to become a configuration.
    private static final class Draft {
        private final Path data;
        private Limits limits;
        private JournalSettings journal;
        private BlobSettings blobs;
        private ViewSettings view;
        private HistorySettings history;
        private BucketSettings newBuckets;
        private UploadSettings uploads;
        private Retention consumers;
        private long reserveBytes;
        private long minFreeBytes;
        private Surroundings surroundings;

        Draft(VarveConfig from) {
            data = from.data;
            limits = from.limits;
            journal = from.journal;
            blobs = from.blobs;
            view = from.view;
            history = from.history;
            newBuckets = from.newBuckets;
            uploads = from.uploads;
            consumers = from.consumers;
            reserveBytes = from.reserveBytes;
            minFreeBytes = from.minFreeBytes;
            surroundings = from.surroundings;
        }

        VarveConfig done() {
            return new VarveConfig(
                    data,
                    limits,
                    journal,
                    blobs,
                    view,
                    history,
                    newBuckets,
                    uploads,
                    consumers,
                    reserveBytes,
                    minFreeBytes,
                    surroundings);
        }
    }

    private VarveConfig with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /// @param segmentBytes a segment of this size is sealed and the next one begun
    /// @param checkpointEvery at most so many events go without a signed checkpoint
    /// @param preallocateBytes space held ahead of the last event
    public record JournalSettings(
            long segmentBytes,
            int checkpointEvery,
            long preallocateBytes,
            SnapshotSettings snapshots) {
        public static final JournalSettings DEFAULT =
                new JournalSettings(64L << 20, 1000, 4L << 20);

        public JournalSettings(long segmentBytes, int checkpointEvery, long preallocateBytes) {
            this(segmentBytes, checkpointEvery, preallocateBytes, SnapshotSettings.DEFAULT);
        }

        public JournalSettings snapshots(SnapshotSettings changed) {
            return new JournalSettings(segmentBytes, checkpointEvery, preallocateBytes, changed);
        }
    }

    /// @param smallBytes blobs up to this size go into packs
    /// @param packBytes a pack of this size is sealed and the next one begun
    /// @param compactionShare a sealed pack is compacted when this share of it is dead
    /// @param upkeep what is done with them in the background
    public record BlobSettings(
            int smallBytes,
            int blockBytes,
            long packBytes,
            int preallocateBytes,
            int zstdLevel,
            double compactionShare,
            Upkeep upkeep) {
        public static final BlobSettings DEFAULT =
                new BlobSettings(128 << 10, 1 << 20, 256L << 20, 4 << 20, 1, 0.5, Upkeep.DEFAULT);

        public BlobSettings upkeep(Upkeep changed) {
            return new BlobSettings(
                    smallBytes,
                    blockBytes,
                    packBytes,
                    preallocateBytes,
                    zstdLevel,
                    compactionShare,
                    changed);
        }
    }

    /// @param cacheBytes memory for rows read from disk
    /// @param writeBufferBytes memory for rows not yet in files
    /// @param flushEvery how often the view is flushed, which bounds what a restart replays
    public record ViewSettings(long cacheBytes, long writeBufferBytes, Duration flushEvery) {
        public static final ViewSettings DEFAULT =
                new ViewSettings(64L << 20, 64L << 20, Duration.ofSeconds(30));
    }

    /// @param maxBytes hidden versions beyond this are purged, oldest first; -1 for no limit
    /// @param minFree share of the volume below which history is purged early, oldest first
    /// @param every how often windows are ended and space is reclaimed
    public record HistorySettings(long maxBytes, double minFree, Duration every) {
        public static final HistorySettings DEFAULT =
                new HistorySettings(-1, 0.10, Duration.ofSeconds(30));
    }

    /// @param expireAfter an upload of which nothing came for so long is given up
    public record UploadSettings(Duration expireAfter) {
        public static final UploadSettings DEFAULT = new UploadSettings(Duration.ofDays(7));
        private static final Duration OFTEN = Duration.ofSeconds(1);
        private static final Duration SELDOM = Duration.ofMinutes(10);

        /// How often it is looked for uploads that expired.
        Duration every() {
            Duration share = expireAfter.dividedBy(100);
            return share.compareTo(OFTEN) < 0
                    ? OFTEN
                    : share.compareTo(SELDOM) > 0 ? SELDOM : share;
        }
    }

    public record Surroundings(Disk disk, InstantSource clock) {
        public static final Surroundings REAL =
                new Surroundings(new LocalDisk(), InstantSource.system());
    }

    /// The defaults.
    public static VarveConfig at(Path data) {
        return new VarveConfig(
                data,
                Limits.DEFAULT,
                JournalSettings.DEFAULT,
                BlobSettings.DEFAULT,
                ViewSettings.DEFAULT,
                HistorySettings.DEFAULT,
                BucketSettings.DEFAULT,
                UploadSettings.DEFAULT,
                Retention.DEFAULT,
                64L << 20,
                256L << 20,
                Surroundings.REAL);
    }

    public VarveConfig limits(Limits changed) {
        return with(draft -> draft.limits = changed);
    }

    public VarveConfig journal(JournalSettings changed) {
        return with(draft -> draft.journal = changed);
    }

    public VarveConfig blobs(BlobSettings changed) {
        return with(draft -> draft.blobs = changed);
    }

    public VarveConfig view(ViewSettings changed) {
        return with(draft -> draft.view = changed);
    }

    public VarveConfig history(HistorySettings changed) {
        return with(draft -> draft.history = changed);
    }

    public VarveConfig newBuckets(BucketSettings changed) {
        return with(draft -> draft.newBuckets = changed);
    }

    public VarveConfig uploads(UploadSettings changed) {
        return with(draft -> draft.uploads = changed);
    }

    public VarveConfig consumers(Retention changed) {
        return with(draft -> draft.consumers = changed);
    }

    public VarveConfig space(long reserve, long minFree) {
        return with(draft -> {
            draft.reserveBytes = reserve;
            draft.minFreeBytes = minFree;
        });
    }

    public VarveConfig surroundings(Surroundings changed) {
        return with(draft -> draft.surroundings = changed);
    }
}
