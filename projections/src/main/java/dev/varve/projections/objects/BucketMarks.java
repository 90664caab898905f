package dev.varve.projections.objects;

import dev.varve.log.Stamp;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/// Which event said last what a bucket is: of several, the one with the highest stamp counts, whichever
/// came last. Null where none said it since the bucket was made.
///
/// @param lifecycle also of a deletion, which ends all rules
/// @param deleted of the last deletion, which the bucket may have outlived
record BucketMarks(
        @Nullable Stamp settings,
        @Nullable Stamp lifecycle,
        @Nullable Stamp notifications,
        @Nullable Stamp deleted) {
    static final BucketMarks NONE = new BucketMarks(null, null, null, null);

    BucketMarks withSettings(Stamp at) {
        return new BucketMarks(at, lifecycle, notifications, deleted);
    }

    BucketMarks withLifecycle(Stamp at) {
        return new BucketMarks(settings, at, notifications, deleted);
    }

    BucketMarks withNotifications(Stamp at) {
        return new BucketMarks(settings, lifecycle, at, deleted);
    }

    BucketMarks withDeleted(Stamp at) {
        return isOver(deleted, at) ? this : new BucketMarks(settings, lifecycle, notifications, at);
    }

    /// Whether something later said it already.
    static boolean isOver(@Nullable Stamp said, Stamp now) {
        return said != null && said.compareTo(now) > 0;
    }

    void write(ByteWriter out) {
        write(out, settings);
        write(out, lifecycle);
        write(out, notifications);
        write(out, deleted);
    }

    private static void write(ByteWriter out, @Nullable Stamp stamp) {
        out.flag(stamp != null);
        if (stamp != null) {
            StampCodec.write(out, stamp);
        }
    }

    static BucketMarks read(ByteReader in) {
        return new BucketMarks(stamp(in), stamp(in), stamp(in), stamp(in));
    }

    private static @Nullable Stamp stamp(ByteReader in) {
        return in.flag() ? StampCodec.read(in) : null;
    }
}
