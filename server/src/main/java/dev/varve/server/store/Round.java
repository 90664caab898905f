package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.StoreException;
import dev.varve.log.blob.PlacementCodec;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far work in the background has come in looking at everything once.
///
/// @param number counts from 1
/// @param after the last blob that was looked at
/// @param ended whether everything was looked at
/// @param coveredSince when the last round that ended began: all that was here then was looked at
///     since
record Round(
        long number,
        Instant started,
        @Nullable BlobId after,
        boolean ended,
        ScrubSummary seen,
        @Nullable Instant coveredSince) {
    private static final int VERSION = 1;
    private static final byte[] NOWHERE = {};
    private static final ScrubSummary NOTHING = new ScrubSummary(0, 0, 0);

    /// Of a round's time, so that the rest is there for being late.
    private static final double SHARE = 0.9;

    /// So much of a round may be late for the sake of others.
    private static final double LATE = 0.1;

    static Round first(Instant now) {
        return new Round(1, now, null, false, NOTHING, null);
    }

    /// The round to go on with now: this one, or the next when its time has come.
    Round at(Instant now, Duration period) {
        if (now.isBefore(started)) {
            return new Round(number, now, after, ended, seen, coveredSince);
        }
        return ended && !now.isBefore(started.plus(period))
                ? new Round(number + 1, now, null, false, NOTHING, coveredSince)
                : this;
    }

    Round plus(Rounds.Done done) {
        ScrubSummary more = done.summary();
        return new Round(
                number,
                started,
                done.last(),
                done.end(),
                new ScrubSummary(
                        seen.blobs() + more.blobs(),
                        seen.bytes() + more.bytes(),
                        seen.findings() + more.findings()),
                done.end() ? started : coveredSince);
    }

    /// How many of `total` blobs should be looked at by now and were not.
    long due(Instant now, Duration period, long total) {
        if (ended) {
            return 0;
        }
        double share = elapsed(now, period) / SHARE;
        return share >= 1 ? Long.MAX_VALUE : (long) Math.ceil(total * (share - done(total)));
    }

    /// Hashes are spread evenly, so a shared blob's tells how far that is, however many blobs come
    /// and go meanwhile. Private ones come behind all of those.
    private double done(long total) {
        if (after == null) {
            return 0;
        }
        return after.domain() == BlobId.SHARED_DOMAIN
                ? (after.hash().a() >>> 1) / (double) Long.MAX_VALUE
                : (double) seen.blobs() / Math.max(1, total);
    }

    /// Whether it can no longer wait for others.
    boolean isLate(Instant now, Duration period, long total) {
        return elapsed(now, period) - done(total) > LATE;
    }

    private double elapsed(Instant now, Duration period) {
        return (double) Duration.between(started, now).toMillis() / period.toMillis();
    }

    byte[] encode() {
        ByteWriter out =
                new ByteWriter()
                        .u8(VERSION)
                        .varint(number)
                        .zigzag(started.toEpochMilli())
                        .varint(seen.blobs())
                        .varint(seen.bytes())
                        .varint(seen.findings())
                        .flag(ended)
                        .flag(coveredSince != null);
        if (coveredSince != null) {
            out.zigzag(coveredSince.toEpochMilli());
        }
        return out.sized(after == null ? NOWHERE : PlacementCodec.key(after)).toArray();
    }

    /// @throws StoreException.Corrupt when it is no round
    /// @throws StoreException.FromTheFuture when a later release wrote it
    static Round decode(byte[] bytes) {
        try {
            ByteReader in = new ByteReader(bytes);
            int version = in.u8();
            if (version != VERSION) {
                throw new StoreException.FromTheFuture("state of a round of version " + version);
            }
            return read(in);
        } catch (IllegalArgumentException e) {
            throw new StoreException.Corrupt("state of a round", 0, "no row", e);
        }
    }

    private static Round read(ByteReader in) {
        long number = in.varint();
        Instant started = Instant.ofEpochMilli(in.zigzag());
        ScrubSummary seen = new ScrubSummary(in.varint(), in.varint(), in.varint());
        boolean ended = in.flag();
        Instant covered = in.flag() ? Instant.ofEpochMilli(in.zigzag()) : null;
        byte[] key = in.sized();
        in.end();
        BlobId after = key.length == 0 ? null : PlacementCodec.blobId(key);
        return new Round(number, started, after, ended, seen, covered);
    }
}
