package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.HybridTime;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import java.util.List;
import java.util.Optional;

/// Whether a key stays deleted without what deleted it. In a bucket that was never versioned it does:
/// whatever was there is hidden. A version with a name of its own is not, such as another node makes where
/// it heard earlier that the bucket is versioned now.
final class Tombstones {
    private static final int PAGE = 16;

    private Tombstones() {}

    /// Whether something below would be there again without this, or would have been for a while.
    static boolean covers(ObjectReader view, BucketId bucket, Version version) {
        if (version.kind() != Version.Kind.TOMBSTONE) {
            return false;
        }
        HybridTime since = version.id().stamp().time();
        VersionId after = version.id();
        while (true) {
            List<Version> below = view.history(bucket, version.key(), after, PAGE);
            Optional<Version> stayed =
                    below.stream().filter(each -> !isHiddenBy(each, since)).findFirst();
            if (stayed.isPresent() || below.size() < PAGE) {
                return stayed.filter(each -> each.kind() != Version.Kind.TOMBSTONE).isPresent();
            }
            after = below.getLast().id();
        }
    }

    private static boolean isHiddenBy(Version version, HybridTime time) {
        HybridTime hidden = version.hiddenAt();
        return hidden != null && hidden.compareTo(time) <= 0;
    }
}
