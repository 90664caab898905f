package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import dev.varve.server.store.Listings.Listing;
import java.util.ArrayList;
import java.util.List;

/// Walks a listing from the first page to the last.
final class ModelWalk {
    private final Listings listings;
    private final BucketName bucket;
    private final List<String> entries = new ArrayList<>();
    private final List<String> commonPrefixes = new ArrayList<>();

    private ModelWalk(ObjectStore store, BucketName bucket) {
        this.listings = store.listings();
        this.bucket = bucket;
    }

    static ModelListing objects(ObjectStore store, BucketName bucket, Listing listing) {
        return new ModelWalk(store, bucket).objects(listing);
    }

    static ModelListing versions(ObjectStore store, BucketName bucket, Listing listing) {
        return new ModelWalk(store, bucket).versions(listing);
    }

    private ModelListing objects(Listing listing) {
        Bytes after = Bytes.EMPTY;
        while (after != null) {
            ListPage page = listings.objects(bucket, listing.after(after)).orThrow();
            page.objects()
                    .forEach(each ->
                            entries.add(
                                    each.key()
                                            + " "
                                            + each.id()
                                            + " "
                                            + each.etag()
                                            + " "
                                            + each.size()));
            took(page.objects().size(), page.commonPrefixes(), listing, page.next() == null);
            after = page.next();
        }
        return new ModelListing(entries, commonPrefixes);
    }

    private ModelListing versions(Listing listing) {
        VersionMarker marker = null;
        do {
            VersionPage page = listings.versions(bucket, listing, marker).orThrow();
            page.versions()
                    .forEach(each ->
                            entries.add(
                                    each.version().key()
                                            + " "
                                            + each.version().id()
                                            + " "
                                            + each.version().kind()
                                            + (each.latest() ? " latest" : "")));
            took(page.versions().size(), page.commonPrefixes(), listing, page.next() == null);
            marker = page.next();
        } while (marker != null);
        return new ModelListing(entries, commonPrefixes);
    }

    /// Every page is full but the last, which is not empty unless it is the first.
    private void took(int count, List<String> common, Listing listing, boolean last) {
        boolean first = entries.size() + commonPrefixes.size() == count;
        commonPrefixes.addAll(common);
        int rows = count + common.size();
        if (last) {
            assertThat(rows).isLessThanOrEqualTo(listing.limit());
            assertThat(rows > 0 || first).isTrue();
        } else {
            assertThat(rows).isEqualTo(listing.limit());
        }
    }
}
