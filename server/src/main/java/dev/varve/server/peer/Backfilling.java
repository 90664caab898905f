package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.NodeId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Version;
import dev.varve.server.cluster.Backfill;
import dev.varve.server.store.Varve;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Goes through all versions once, and fetches what this node wants of them and lacks.
final class Backfilling implements Backfill {
    private final Varve varve;
    private final Wanted wanted;
    private final PeerBytes bytes;
    private final NodeId self;

    Backfilling(Varve varve, Wanted wanted, PeerBytes bytes) {
        this.varve = varve;
        this.wanted = wanted;
        this.bytes = bytes;
        this.self = varve.journal().origin().node();
    }

    @Override
    public void run(Watch watch) {
        Run run = new Run(watch);
        try (ExecutorService fetchers = Executors.newFixedThreadPool(Fetching.AT_ONCE)) {
            varve.storedVersions()
                    .forEach((bucket, page) -> run.fetch(lacking(bucket, page), page, fetchers));
        }
        run.tell();
    }

    private Set<BlobId> lacking(Bucket bucket, List<Version> page) {
        Set<BlobId> lacking = new LinkedHashSet<>();
        for (Version version : page) {
            if (version.holdsBytes()) {
                wanted.of(self, bucket.name(), version.key(), version.object()).stream()
                        .filter(blob -> !bytes.isHere(blob))
                        .forEach(lacking::add);
            }
        }
        return lacking;
    }

    private final class Run {
        private final Watch watch;
        private final AtomicLong fetched = new AtomicLong();
        private final AtomicLong brought = new AtomicLong();
        private final AtomicLong absent = new AtomicLong();
        private long versions;

        Run(Watch watch) {
            this.watch = watch;
        }

        /// One page at a time: so what waits is limited.
        void fetch(Set<BlobId> blobs, List<Version> page, ExecutorService fetchers) {
            blobs.stream()
                    .map(blob -> fetchers.submit(() -> fetch(blob)))
                    .toList()
                    .forEach(each -> {
                        try {
                            each.get();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } catch (ExecutionException e) {
                            throw new IllegalStateException("a blob cannot be fetched", e);
                        }
                    });
            versions += page.size();
            tell();
        }

        private void fetch(BlobId blob) {
            if (bytes.bring(blob)) {
                fetched.incrementAndGet();
                brought.addAndGet(bytes.length(blob));
            } else {
                absent.incrementAndGet();
            }
        }

        void tell() {
            watch.at(
                    new Figures(
                            versions,
                            Math.max(versions, varve.storedVersions().count()),
                            fetched.get(),
                            brought.get(),
                            absent.get()));
        }
    }
}
