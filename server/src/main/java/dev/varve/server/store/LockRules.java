package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Ownership;
import java.util.List;
import java.util.Optional;

/// Where object lock may be had in a cluster. A lock is exact only where one member decides about a
/// key: two of them at once could lock a version and delete it.
final class LockRules {
    private static final int PAGE = 1000;

    private LockRules() {}

    /// Why a bucket of the name may not have such settings.
    static Optional<String> problem(ObjectReader view, BucketName name, BucketSettings settings) {
        if (!settings.objectLock().enabled()) {
            return Optional.empty();
        }
        return view.cluster()
                .map(cluster -> LayoutCodec.read(cluster.layout()))
                .filter(layout -> !isExact(layout, name))
                .map(layout ->
                        "object lock needs one member that decides about each key; no rule of the"
                                + " layout gives '"
                                + name
                                + "' such owners");
    }

    /// A bucket that has object lock and could not under this layout.
    static Optional<BucketName> unlockable(ObjectReader view, ClusterLayout layout) {
        List<Bucket> page = view.buckets("", "", PAGE);
        while (!page.isEmpty()) {
            for (Bucket bucket : page) {
                if (bucket.settings().objectLock().enabled() && !isExact(layout, bucket.name())) {
                    return Optional.of(bucket.name());
                }
            }
            page = view.buckets("", page.getLast().name().value(), PAGE);
        }
        return Optional.empty();
    }

    private static boolean isExact(ClusterLayout layout, BucketName name) {
        return layout.writers().size() == 1 || new Ownership(layout).isExact(name.value());
    }
}
