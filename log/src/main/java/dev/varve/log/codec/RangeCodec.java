package dev.varve.log.codec;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.Tally;
import dev.varve.log.Retention;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Payloads of the events that are about ranges of keys.
final class RangeCodec {
    private static final int NO_RETENTION = 0;
    private static final int GOVERNANCE = 1;
    private static final int COMPLIANCE = 2;

    private RangeCodec() {}

    static void write(ByteWriter out, RangeEvent event) {
        out.i64(event.bucket().value()).sized(event.prefix());
        switch (event) {
            case PrefixDeleted deleted -> {
                out.u8(deleted.removal().tag());
                write(out, deleted.change());
            }
            case PrefixMoved moved -> {
                out.u8(moved.removal().tag());
                write(out, moved.left());
                out.i64(moved.to().value()).sized(moved.toPrefix()).flag(moved.nullVersion());
                write(out, moved.retention());
                write(out, moved.arrived());
            }
            case LayerSettled settled -> {
                EventEncoder.writeStamp(out, settled.layer());
                out.sized(settled.upTo()).flag(settled.done());
            }
        }
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
