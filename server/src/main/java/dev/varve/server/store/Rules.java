package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rules that several decisions share. Pure.
final class Rules {
    private Rules() {}

    static Refusal noBucket(BucketName name) {
        return Refusal.of(Reason.NO_SUCH_BUCKET, "there is no bucket '" + name + "'");
    }

    static Refusal noKey(ObjectKey key) {
        return Refusal.of(Reason.NO_SUCH_KEY, "there is no object '" + key + "'");
    }

    static boolean makesNullVersion(Bucket bucket) {
        return bucket.settings().versioning() != BucketSettings.Versioning.ENABLED;
    }

    /// Why a new version must not be made on top of `current`, by what the caller asked to hold.
    static Optional<Refusal> preconditions(Preconditions asked, Optional<Version> current) {
        Optional<Version> object = current.filter(Version::isObject);
        if (object.isEmpty()) {
            return asked.needVersion()
                    ? Optional.of(Refusal.of(Reason.NO_SUCH_KEY, "nothing there to match"))
                    : Optional.empty();
        }
        Version version = object.get();
        return switch (asked.against(version)) {
            case HOLD -> Optional.empty();
            case FAILED, NOT_MODIFIED ->
                    Optional.of(
                            Refusal.of(
                                    Reason.PRECONDITION_FAILED,
                                    "the current version is " + version.object().etag()));
        };
    }

    /// Why a bucket cannot take this much more.
    static Optional<Refusal> quota(ObjectReader view, Bucket bucket, Limits limits, Growth growth) {
        return growth.isNone()
                ? Optional.empty()
                : quota(view, bucket, growth).or(() -> nodeCap(view, limits, growth));
    }

    /// The bucket's own limits alone.
    static Optional<Refusal> quota(ObjectReader view, Bucket bucket, Growth growth) {
        Quota quota = bucket.settings().quota();
        Usage usage = view.usage(bucket.id());
        if (growth.bytes() > 0 && exceeds(quota.bytes(), visible(usage) + growth.bytes())) {
            return Optional.of(
                    Refusal.of(
                            Reason.QUOTA_EXCEEDED,
                            "the bucket may hold " + quota.bytes() + " bytes"));
        }
        if (growth.objects() > 0 && exceeds(quota.objects(), usage.objects() + growth.objects())) {
            return Optional.of(
                    Refusal.of(
                            Reason.QUOTA_EXCEEDED,
                            "the bucket may hold " + quota.objects() + " objects"));
        }
        return Optional.empty();
    }

    static Optional<Refusal> nodeCap(ObjectReader view, Limits limits, Growth growth) {
        if (limits.nodeBytes() < 0 || growth.added() <= 0) {
            return Optional.empty();
        }
        Usage total = view.totalUsage();
        long after = visible(total) + total.hiddenBytes() + growth.added();
        return after <= limits.nodeBytes()
                ? Optional.empty()
                : Optional.of(
                        Refusal.of(
                                Reason.NODE_FULL,
                                "this node may hold " + limits.nodeBytes() + " bytes"));
    }

    static long visible(Usage usage) {
        return usage.bytes() + usage.uploadBytes();
    }

    private static boolean exceeds(long limit, long value) {
        return limit >= 0 && value > limit;
    }

    /// What a change adds to what clients see, and to what the node holds (replaced versions stay
    /// there as history).
    record Growth(long bytes, long objects, long added) {
        static final Growth NONE = new Growth(0, 0, 0);

        boolean isNone() {
            return bytes <= 0 && objects <= 0 && added <= 0;
        }

        Growth plus(Growth more) {
            return new Growth(bytes + more.bytes, objects + more.objects, added + more.added);
        }

        /// What clients no longer see when this is gone.
        static Growth without(Optional<Version> removed) {
            return removed.filter(Version::isObject)
                    .map(version -> new Growth(-version.size(), -1, 0))
                    .orElse(NONE);
        }

        static Growth of(long added, Optional<Version> replaced) {
            Optional<Version> object = replaced.filter(Version::isObject);
            return new Growth(
                    added - object.map(Version::size).orElse(0L),
                    object.isPresent() ? 0 : 1,
                    added);
        }
    }

    /// The version that a new null version would supersede.
    static Optional<Version> superseded(ObjectReader view, Bucket bucket, ObjectKey key) {
        return makesNullVersion(bucket) ? view.nullVersion(bucket.id(), key) : Optional.empty();
    }

    /// The attributes a new version gets, with the bucket's default retention where none is given.
    static Attributes withDefaultRetention(Bucket bucket, Attributes given, Instant now) {
        BucketSettings.ObjectLock lock = bucket.settings().objectLock();
        if (!lock.enabled() || lock.mode() == null || given.retention() != null) {
            return given;
        }
        return given.withRetention(new Retention(lock.mode(), now.plus(lock.period())));
    }

    static Optional<Refusal> lockAllowed(Bucket bucket, Attributes given) {
        boolean asks = given.retention() != null || given.legalHold();
        return asks && !bucket.settings().objectLock().enabled()
                ? Optional.of(
                        Refusal.of(
                                Reason.INVALID_BUCKET_STATE,
                                "object lock is not enabled on '" + bucket.name() + "'"))
                : Optional.empty();
    }

    /// Why a version must not be removed now.
    static Optional<Refusal> locked(Version version, Instant now, boolean bypass) {
        if (!version.isObject()) {
            return Optional.empty();
        }
        Attributes attributes = version.object().attributes();
        if (attributes.legalHold()) {
            return Optional.of(Refusal.of(Reason.LOCKED, "the version is on legal hold"));
        }
        return active(attributes.retention(), now)
                .filter(held -> held.mode() == Retention.Mode.COMPLIANCE || !bypass)
                .map(held ->
                        Refusal.of(
                                Reason.LOCKED, held.mode() + " retention until " + held.until()));
    }

    /// Why nothing can be made of a version's bytes.
    static Optional<Refusal> released(Version version) {
        return version.bytesReleased()
                ? Optional.of(
                        Refusal.of(
                                Reason.BYTES_RELEASED,
                                "the bytes of version "
                                        + version.id()
                                        + " of '"
                                        + version.key()
                                        + "' were let go, as the bucket's window for bytes says"))
                : Optional.empty();
    }

    static Optional<Retention> active(@Nullable Retention retention, Instant now) {
        return Optional.ofNullable(retention).filter(held -> held.until().isAfter(now));
    }

    /// The version a client means: visible to it, and no tombstone.
    static Optional<Version> visible(
            ObjectReader view, BucketId bucket, ObjectKey key, VersionRef ref) {
        Optional<Version> found =
                ref.id() == null
                        ? view.nullVersion(bucket, key)
                        : view.version(bucket, key, ref.id(), dev.varve.log.HybridTime.MAX);
        return found.filter(version -> version.hiddenAt() == null)
                .filter(version -> version.kind() != Version.Kind.TOMBSTONE);
    }

    static VersionRef refOf(Version version) {
        return version.nullVersion() ? VersionRef.NULL : VersionRef.of(version.id());
    }

    static ObjectState restored(ObjectState state) {
        return state.with(state.attributes().withRetention(null).withLegalHold(false));
    }
}
