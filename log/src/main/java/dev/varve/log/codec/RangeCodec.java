package dev.varve.log.codec;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.RangesRestored;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.RestoredRange;
import dev.varve.log.Event.Tally;
import dev.varve.log.HybridTime;
import dev.varve.log.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Payloads of the events that are about ranges of keys.
final class RangeCodec {
    private static final int NO_RETENTION = 0;
    private static final int GOVERNANCE = 1;
    private static final int COMPLIANCE = 2;

    private RangeCodec() {}

    static void write(ByteWriter out, RangeEvent event) {
        switch (event) {
            case PrefixDeleted deleted -> {
                write(out, deleted.bucket(), deleted.prefix());
                out.u8(deleted.removal().tag());
                write(out, deleted.change());
            }
            case PrefixMoved moved -> {
                write(out, moved.bucket(), moved.prefix());
                out.u8(moved.removal().tag());
                write(out, moved.left());
                write(out, moved.to(), moved.toPrefix());
                out.flag(moved.nullVersion());
                write(out, moved.retention());
                write(out, moved.arrived());
            }
            case RangesRestored ranges -> {
                out.i64(ranges.cut().packed()).varint(ranges.restored().size());
                ranges.restored().forEach(range -> write(out, range));
            }
            case LayerSettled settled -> {
                write(out, settled.bucket(), settled.prefix());
                EventEncoder.writeStamp(out, settled.layer());
                out.sized(settled.upTo()).flag(settled.done());
            }
        }
    }

    private static void write(ByteWriter out, RestoredRange range) {
        write(out, range.bucket(), range.prefix());
        out.u8(range.removal().tag());
        write(out, range.retention());
        write(out, range.change());
    }

    private static void write(ByteWriter out, BucketId bucket, Bytes prefix) {
        out.i64(bucket.value()).sized(prefix);
    }

    private static void write(ByteWriter out, Tally tally) {
        out.zigzag(tally.objects()).zigzag(tally.bytes());
        out.zigzag(tally.currentObjects()).zigzag(tally.currentBytes());
        out.zigzag(tally.hiddenObjects()).zigzag(tally.hiddenBytes());
    }

    private static void write(ByteWriter out, @Nullable Retention retention) {
        if (retention == null) {
            out.u8(NO_RETENTION);
            return;
        }
        out.u8(
                switch (retention.mode()) {
                    case GOVERNANCE -> GOVERNANCE;
                    case COMPLIANCE -> COMPLIANCE;
                });
        out.zigzag(retention.until().toEpochMilli());
    }

    static Event readDeleted(ByteReader in) {
        BucketId bucket = new BucketId(in.i64());
        Bytes prefix = in.sizedBytes();
        return new PrefixDeleted(bucket, prefix, Removal.ofTag(in.u8()), readTally(in));
    }

    static Event readMoved(ByteReader in) {
        BucketId bucket = new BucketId(in.i64());
        Bytes prefix = in.sizedBytes();
        Removal removal = Removal.ofTag(in.u8());
        Tally left = readTally(in);
        BucketId to = new BucketId(in.i64());
        Bytes toPrefix = in.sizedBytes();
        boolean nullVersion = in.flag();
        Retention retention = readRetention(in);
        return new PrefixMoved(
                bucket, prefix, removal, left, to, toPrefix, nullVersion, retention, readTally(in));
    }

    static Event readRestored(ByteReader in) {
        HybridTime cut = new HybridTime(in.i64());
        int count = in.count();
        List<RestoredRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(
                    new RestoredRange(
                            new BucketId(in.i64()),
                            in.sizedBytes(),
                            Removal.ofTag(in.u8()),
                            readRetention(in),
                            readTally(in)));
        }
        return new RangesRestored(cut, ranges);
    }

    static Event readSettled(ByteReader in) {
        BucketId bucket = new BucketId(in.i64());
        Bytes prefix = in.sizedBytes();
        return new LayerSettled(
                bucket, prefix, EventDecoder.readStamp(in), in.sizedBytes(), in.flag());
    }

    private static Tally readTally(ByteReader in) {
        return new Tally(
                in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag(), in.zigzag());
    }

    private static @Nullable Retention readRetention(ByteReader in) {
        int mode = in.u8();
        return switch (mode) {
            case NO_RETENTION -> null;
            case GOVERNANCE -> new Retention(Retention.Mode.GOVERNANCE, until(in));
            case COMPLIANCE -> new Retention(Retention.Mode.COMPLIANCE, until(in));
            default -> throw new IllegalArgumentException("unknown retention mode " + mode);
        };
    }

    private static Instant until(ByteReader in) {
        return Instant.ofEpochMilli(in.zigzag());
    }
}
