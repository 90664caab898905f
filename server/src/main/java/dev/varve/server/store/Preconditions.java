package dev.varve.server.store;

import dev.varve.log.ETag;
import dev.varve.projections.objects.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must hold of a version. [#ANY] in a list matches whatever exists.
///
/// @param ifModified when it must have been made, to the second
/// @param ifSize what its size must be
public record Preconditions(
        List<ETag> ifMatch,
        List<ETag> ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince,
        @Nullable Instant ifModified,
        @Nullable Long ifSize) {
    public static final ETag ANY = new ETag("*");
    public static final Preconditions NONE = new Preconditions(List.of(), List.of(), null, null);

    public Preconditions {
        ifMatch = List.copyOf(ifMatch);
        ifNoneMatch = List.copyOf(ifNoneMatch);
    }

    public Preconditions(
            List<ETag> ifMatch,
            List<ETag> ifNoneMatch,
            @Nullable Instant ifModifiedSince,
            @Nullable Instant ifUnmodifiedSince) {
        this(ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince, null, null);
    }

    public static Preconditions ifAbsent() {
        return new Preconditions(List.of(), List.of(ANY), null, null);
    }

    public static Preconditions ifMatch(ETag etag) {
        return new Preconditions(List.of(etag), List.of(), null, null);
    }

    /// How they stand against an existing version; tags beat dates, seconds are compared whole.
    enum Standing {
        HOLD,
        FAILED,
        NOT_MODIFIED
    }

    Standing against(Version version) {
        boolean other =
                (ifSize != null && ifSize != version.size())
                        || (ifModified != null
                                && seconds(ifModified) != seconds(version.modified()));
        return other ? Standing.FAILED : against(version.object().etag(), version.modified());
    }

    private Standing against(ETag etag, Instant modified) {
        if (!ifMatch.isEmpty()) {
            if (!contains(ifMatch, etag)) {
                return Standing.FAILED;
            }
        } else if (ifUnmodifiedSince != null && seconds(modified) > seconds(ifUnmodifiedSince)) {
            return Standing.FAILED;
        }
        if (!ifNoneMatch.isEmpty()) {
            return contains(ifNoneMatch, etag) ? Standing.NOT_MODIFIED : Standing.HOLD;
        }
        boolean fresh = ifModifiedSince != null && seconds(modified) <= seconds(ifModifiedSince);
        return fresh ? Standing.NOT_MODIFIED : Standing.HOLD;
    }

    /// Whether only what exists can fulfil them.
    boolean needVersion() {
        return !ifMatch.isEmpty() || ifModified != null || ifSize != null;
    }

    private static boolean contains(List<ETag> tags, ETag etag) {
        return tags.contains(ANY) || tags.contains(etag);
    }

    private static long seconds(Instant instant) {
        return Math.floorDiv(instant.toEpochMilli(), 1000L);
    }
}
