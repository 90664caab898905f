package dev.varve.log.codec;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Retention;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A bucket's settings.
public final class SettingsCodec {
    private SettingsCodec() {}

    /// Version 2: whether the bucket is read by everybody.
    private static final int PUBLIC_READ = 2;

    /// Version 3: when bytes of history go, where that is before its window ends.
    private static final int BYTES_WINDOW = 3;

    /// In the newest version.
    public static void write(ByteWriter out, BucketSettings settings) {
        writeFirst(out, settings);
        out.flag(settings.publicRead());
        Duration window = settings.bytesWindow();
        out.flag(window != null);
        if (window != null) {
            writeDuration(out, window);
        }
    }

    public static BucketSettings read(ByteReader in, int version) {
        BucketSettings first = readFirst(in);
        BucketSettings second = version >= PUBLIC_READ ? first.withPublicRead(in.flag()) : first;
        return version >= BYTES_WINDOW && in.flag()
                ? second.withBytesWindow(readDuration(in))
                : second;
    }

    /// As rows hold them, at their end: without what is not set, so that rows of a bucket are the
    /// same whichever release wrote them.
    public static void writeLast(ByteWriter out, BucketSettings settings) {
        writeFirst(out, settings);
        Duration window = settings.bytesWindow();
        if (settings.publicRead() || window != null) {
            out.flag(settings.publicRead());
        }
        if (window != null) {
            writeDuration(out, window);
        }
    }

    public static BucketSettings readLast(ByteReader in) {
        BucketSettings first = readFirst(in);
        BucketSettings second = in.remaining() > 0 ? first.withPublicRead(in.flag()) : first;
        return in.remaining() > 0 ? second.withBytesWindow(readDuration(in)) : second;
    }

    private static void writeFirst(ByteWriter out, BucketSettings settings) {
        out.u8(versioningTag(settings.versioning()));
        writeDuration(out, settings.historyWindow());
        out.flag(settings.objectLock().enabled());
        out.u8(modeTag(settings.objectLock().mode()));
        writeDuration(out, settings.objectLock().period());
        out.zigzag(settings.quota().bytes()).zigzag(settings.quota().objects());
        out.varint(settings.dedupDomain());
        MapCodec.write(out, settings.tags());
        MapCodec.writeBytes(out, settings.documents());
    }

    private static BucketSettings readFirst(ByteReader in) {
        Versioning versioning = versioning(in.u8());
        Duration window = readDuration(in);
        ObjectLock lock = new ObjectLock(in.flag(), mode(in.u8()), readDuration(in));
        Quota quota = new Quota(in.zigzag(), in.zigzag());
        int domain = in.varint32();
        return new BucketSettings(
                versioning, window, lock, quota, domain, MapCodec.read(in), MapCodec.readBytes(in));
    }

    private static void writeDuration(ByteWriter out, Duration duration) {
        out.zigzag(duration.getSeconds()).varint(duration.getNano());
    }

    private static Duration readDuration(ByteReader in) {
        long seconds = in.zigzag();
        int nanos = in.varint32();
        if (nanos >= 1_000_000_000) {
            throw new IllegalArgumentException("not a fraction of a second: " + nanos);
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    private static int versioningTag(Versioning versioning) {
        return switch (versioning) {
            case OFF -> 0;
            case ENABLED -> 1;
            case SUSPENDED -> 2;
        };
    }

    private static Versioning versioning(int tag) {
        return switch (tag) {
            case 0 -> Versioning.OFF;
            case 1 -> Versioning.ENABLED;
            case 2 -> Versioning.SUSPENDED;
            default -> throw new IllegalArgumentException("not a versioning state: " + tag);
        };
    }

    private static int modeTag(Retention.@Nullable Mode mode) {
        return switch (mode) {
            case null -> 0;
            case GOVERNANCE -> 1;
            case COMPLIANCE -> 2;
        };
    }

    private static Retention.@Nullable Mode mode(int tag) {
        return switch (tag) {
            case 0 -> null;
            case 1 -> Retention.Mode.GOVERNANCE;
            case 2 -> Retention.Mode.COMPLIANCE;
            default -> throw new IllegalArgumentException("not a retention mode: " + tag);
        };
    }
}
