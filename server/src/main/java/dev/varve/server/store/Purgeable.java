package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Event.Purged;
import dev.varve.log.HybridTime;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What of history may go, as a view shows it.
record Purgeable(ObjectReader view, Instant now, Duties duties) {

    /// Those that may go for good: hidden, not locked, and neither what keeps something else deleted nor what
    /// a restore may look for once more.
    List<Version> versions(BucketId bucket, List<Purged> candidates) {
        HybridTime cut = cut(bucket);
        return over(bucket, candidates)
                .filter(version -> end(version).compareTo(cut) <= 0)
                .toList();
    }

    /// Whether any of these may go but for a restore.
    boolean isLookedFor(BucketId bucket, List<Purged> candidates) {
        HybridTime cut = cut(bucket);
        return over(bucket, candidates).anyMatch(version -> end(version).compareTo(cut) > 0);
    }

    private HybridTime cut(BucketId bucket) {
        return duties.isShared(view)
                ? view.earliestCut(bucket, duties.stable(view))
                : HybridTime.MAX;
    }

    private Stream<Version> over(BucketId bucket, List<Purged> candidates) {
        return candidates.stream()
                .flatMap(each -> mayGo(bucket, each).stream())
                .filter(version -> !Tombstones.covers(view, bucket, version));
    }

    /// Those whose bytes may go.
    List<Version> bytes(BucketId bucket, List<Purged> candidates) {
        return candidates.stream()
                .flatMap(each -> mayGo(bucket, each).stream())
                .filter(Version::holdsBytes)
                .toList();
    }

    /// Those of them that were hidden by a time.
    static List<Version> hiddenBy(HybridTime time, List<Version> versions) {
        return versions.stream().filter(version -> hidden(version).compareTo(time) <= 0).toList();
    }

    /// Since when as-of reads are true without these.
    static HybridTime floor(List<Version> versions) {
        return versions.stream()
                .map(Purgeable::hidden)
                .max(HybridTime::compareTo)
                .orElse(HybridTime.ZERO);
    }

    /// A version hidden by bypassing governance may go; one on hold or in compliance never.
    private Optional<Version> mayGo(BucketId bucket, Purged candidate) {
        return view.version(bucket, candidate.key(), candidate.version(), HybridTime.MAX)
                .filter(version ->
                        version.hiddenAt() != null || version.kind() == Version.Kind.TOMBSTONE)
                .filter(version -> Rules.locked(version, now, true).isEmpty());
    }

    /// What hides others is never seen: reads are as true without it.
    private static HybridTime hidden(Version version) {
        return Objects.requireNonNullElse(version.hiddenAt(), HybridTime.ZERO);
    }

    private static HybridTime end(Version version) {
        return Objects.requireNonNullElse(version.hiddenAt(), version.id().stamp().time());
    }
}
