package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.StoredBlob;
import dev.varve.log.Bytes;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which blobs are in quarantine, and whose they are.
///
/// @param more whether there are more blobs than were asked for
/// @param complete whether every version was looked at; else the search took too long
public record QuarantineReport(List<Item> items, boolean more, boolean complete) {
    /// Of each blob at most so many versions are named.
    public static final int NAMED = 10;

    private static final int PAGE = 1000;

    /// @param references how many versions and parts need it
    public record Item(
            BlobId blob, long length, long storedBytes, long references, List<Named> named) {}

    public record Named(String bucket, Version version) {}

    /// Reads placements, then versions until `patience` ends.
    static QuarantineReport of(Core core, int limit, Duration patience) {
        Map<BlobId, StoredBlob> bad = new LinkedHashMap<>();
        boolean[] more = {false};
        if (core.blobs().stats().quarantined() > 0) {
            core.blobs()
                    .forEach(blob -> {
                        if (blob.quarantined() && bad.size() < limit) {
                            bad.put(blob.id(), blob);
                        } else if (blob.quarantined()) {
                            more[0] = true;
                        }
                    });
        }
        Search search = new Search(bad, System.nanoTime() + patience.toNanos());
        boolean complete = bad.isEmpty() || core.read(search::run);
        List<Item> items =
                bad.values().stream()
                        .map(blob ->
                                new Item(
                                        blob.id(),
                                        blob.length(),
                                        blob.storedBytes(),
                                        core.read(view -> view.references(blob.id())),
                                        search.named(blob.id())))
                        .toList();
        return new QuarantineReport(items, more[0], complete);
    }

    private static final class Search {
        private final Map<BlobId, List<Named>> named = new HashMap<>();
        private final long end;

        Search(Map<BlobId, StoredBlob> bad, long end) {
            bad.keySet().forEach(blob -> named.put(blob, new ArrayList<>()));
            this.end = end;
        }

        List<Named> named(BlobId blob) {
            return Optional.ofNullable(named.get(blob)).map(List::copyOf).orElse(List.of());
        }

        boolean run(ObjectReader view) {
            String after = "";
            boolean inTime = true;
            for (List<Bucket> page = view.buckets("", after, PAGE);
                    inTime && !page.isEmpty();
                    page = view.buckets("", after, PAGE)) {
                for (Bucket bucket : page) {
                    inTime = inTime && search(view, bucket);
                }
                after = page.getLast().name().value();
            }
            return inTime;
        }

        private boolean search(ObjectReader view, Bucket bucket) {
            VersionMarker marker = null;
            for (List<Version> page = view.allVersions(bucket.id(), Bytes.EMPTY, marker, PAGE);
                    !page.isEmpty();
                    page = view.allVersions(bucket.id(), Bytes.EMPTY, marker, PAGE)) {
                if (System.nanoTime() > end) {
                    return false;
                }
                page.stream().filter(Version::holdsBytes).forEach(version -> look(bucket, version));
                Version last = page.getLast();
                marker = new VersionMarker(Bytes.of(last.key().utf8()), last.id());
            }
            return true;
        }

        private void look(Bucket bucket, Version version) {
            for (BlobId blob : version.object().content().blobs()) {
                List<Named> found = named.get(blob);
                if (found != null && found.size() < NAMED) {
                    found.add(new Named(bucket.name().value(), version));
                }
            }
        }
    }
}
