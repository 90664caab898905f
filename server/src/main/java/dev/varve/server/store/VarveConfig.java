package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.disk.LocalDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// How a store is opened. Sizes are in bytes.
///
/// @param data the data directory, made when missing; nobody else may write there
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
        UploadSettings uploads,
        long reserveBytes,
        long minFreeBytes,
        Surroundings surroundings) {

    /// @param segmentBytes a segment of this size is sealed and the next one begun
    /// @param checkpointEvery at most so many events go without a signed checkpoint
    /// @param preallocateBytes space held ahead of the last event
    public record JournalSettings(long segmentBytes, int checkpointEvery, long preallocateBytes) {
        public static final JournalSettings DEFAULT =
                new JournalSettings(64L << 20, 1000, 4L << 20);
    }

    /// @param smallBytes blobs up to this size go into packs
    /// @param packBytes a pack of this size is sealed and the next one begun
    /// @param compactionShare a sealed pack is compacted when this share of it is dead
    public record BlobSettings(
            int smallBytes,
            int blockBytes,
            long packBytes,
            int preallocateBytes,
            int zstdLevel,
            double compactionShare) {
        public static final BlobSettings DEFAULT =
                new BlobSettings(128 << 10, 1 << 20, 256L << 20, 4 << 20, 1, 0.5);
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

    public static VarveConfig at(Path data) {
        return new VarveConfig(
                data,
                Limits.DEFAULT,
                JournalSettings.DEFAULT,
                BlobSettings.DEFAULT,
                ViewSettings.DEFAULT,
                HistorySettings.DEFAULT,
                UploadSettings.DEFAULT,
                64L << 20,
                256L << 20,
                Surroundings.REAL);
    }

    public VarveConfig limits(Limits changed) {
        return new VarveConfig(
                data,
                changed,
                journal,
                blobs,
                view,
                history,
                uploads,
                reserveBytes,
                minFreeBytes,
                surroundings);
    }

    public VarveConfig journal(JournalSettings changed) {
        return new VarveConfig(
                data,
                limits,
                changed,
                blobs,
                view,
                history,
                uploads,
                reserveBytes,
                minFreeBytes,
                surroundings);
    }

    public VarveConfig blobs(BlobSettings changed) {
        return new VarveConfig(
                data,
                limits,
                journal,
                changed,
                view,
                history,
                uploads,
                reserveBytes,
                minFreeBytes,
                surroundings);
    }

    public VarveConfig view(ViewSettings changed) {
        return new VarveConfig(
                data,
                limits,
                journal,
                blobs,
                changed,
                history,
                uploads,
                reserveBytes,
                minFreeBytes,
                surroundings);
    }

    public VarveConfig history(HistorySettings changed) {
        return new VarveConfig(
                data,
                limits,
                journal,
                blobs,
                view,
                changed,
                uploads,
                reserveBytes,
                minFreeBytes,
                surroundings);
    }

    public VarveConfig uploads(UploadSettings changed) {
        return new VarveConfig(
                data,
                limits,
                journal,
                blobs,
                view,
                history,
                changed,
                reserveBytes,
                minFreeBytes,
                surroundings);
    }

    public VarveConfig space(long reserve, long minFree) {
        return new VarveConfig(
                data,
                limits,
                journal,
                blobs,
                view,
                history,
                uploads,
                reserve,
                minFree,
                surroundings);
    }

    public VarveConfig surroundings(Surroundings changed) {
        return new VarveConfig(
                data,
                limits,
                journal,
                blobs,
                view,
                history,
                uploads,
                reserveBytes,
                minFreeBytes,
                changed);
    }
}
