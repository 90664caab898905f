package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Recorded;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version.Kind;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A version as the model keeps it: one mutable thing with the attributes of every time.
final class ModelVersion {
    final BucketId bucket;
    final ObjectKey key;
    final VersionId id;
    final Kind kind;
    final boolean nullVersion;
    final @Nullable ObjectState made;
    final @Nullable UploadId upload;
    final NavigableMap<HybridTime, Attributes> attributes = new TreeMap<>();
    private final Recorded recorded;
    @Nullable HybridTime hiddenAt;
    @Nullable Instant due;
    @Nullable Instant bytesDue;
    boolean released;

    ModelVersion(
            Recorded recorded,
            BucketId bucket,
            ObjectKey key,
            Kind kind,
            boolean nullVersion,
            @Nullable ObjectState made,
            @Nullable UploadId upload) {
        this.recorded = recorded;
        this.bucket = bucket;
        this.key = key;
        this.id = new VersionId(recorded.stamp());
        this.kind = kind;
        this.nullVersion = nullVersion;
        this.made = made;
        this.upload = upload;
        if (made != null) {
            attributes.put(recorded.envelope().time(), made.attributes());
        }
    }

    boolean isObject() {
        return kind == Kind.OBJECT;
    }

    long size() {
        return made == null ? 0 : made.size();
    }

    boolean holdsBytes() {
        return size() > 0 && !released;
    }

    boolean existsAt(HybridTime time) {
        return id.stamp().time().compareTo(time) <= 0;
    }

    /// Made and not hidden then.
    boolean standsAt(HybridTime time) {
        HybridTime hidden = hiddenAt;
        return existsAt(time) && (hidden == null || hidden.compareTo(time) > 0);
    }

    Version asOf(HybridTime time) {
        ObjectState state = made == null ? null : made.with(attributes.floorEntry(time).getValue());
        return new Version(
                key,
                id,
                kind,
                nullVersion,
                recorded.position(),
                recorded.envelope().wall(),
                state,
                standsAt(time) ? null : hiddenAt,
                upload,
                released);
    }
}
