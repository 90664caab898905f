package dev.varve.server.store;

import dev.varve.log.ETag;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version.Kind;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One version in the model. Ticks count what was done; a version is visible from the tick that
/// made it until the one that hid it.
final class ModelVersion {
    static final int NEVER = Integer.MAX_VALUE;

    final Kind kind;
    final boolean nullVersion;
    final int made;
    final String body;
    final ETag etag;
    final TreeMap<Integer, String> tags = new TreeMap<>();
    int hidden = NEVER;
    long due = Long.MAX_VALUE;
    long bytesDue = Long.MAX_VALUE;
    boolean released;

    /// Learned from the store: ids are its own business.
    @Nullable VersionId id;

    ModelVersion(Kind kind, boolean nullVersion, int made, String body, ETag etag) {
        this.kind = kind;
        this.nullVersion = nullVersion;
        this.made = made;
        this.body = body;
        this.etag = etag;
        tags.put(made, "");
    }

    boolean isObject() {
        return kind == Kind.OBJECT;
    }

    /// Not hidden, whether clients see it or not.
    boolean standsAt(int tick) {
        return made <= tick && tick < hidden;
    }

    boolean seenAt(int tick) {
        return kind != Kind.TOMBSTONE && standsAt(tick);
    }

    String tagsAt(int tick) {
        return tags.floorEntry(tick).getValue();
    }

    String tagsNow() {
        return tags.lastEntry().getValue();
    }

    @Override
    public String toString() {
        return kind + " " + id + (nullVersion ? " null" : "") + " " + etag + " " + body.length();
    }
}
