package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.VersionMarker;
import dev.varve.projections.objects.ListPage.VersionPage;
import dev.varve.projections.objects.ListQuery;
import org.jspecify.annotations.Nullable;

/// Pages of keys and versions, of now or of the past.
public final class Listings {
    private final Core core;

    Listings(Core core) {
        this.core = core;
    }

    /// What to list. Empty strings mean none.
    public record Listing(String prefix, String delimiter, Bytes after, int limit, AsOf asOf) {
        public static final Listing ALL = new Listing("", "", Bytes.EMPTY, 1000, AsOf.NOW);

        public Listing prefix(String wanted) {
            return new Listing(wanted, delimiter, after, limit, asOf);
        }

        public Listing delimiter(String wanted) {
            return new Listing(prefix, wanted, after, limit, asOf);
        }

        /// Goes on where a page ended.
        public Listing after(Bytes next) {
            return new Listing(prefix, delimiter, next, limit, asOf);
        }

        public Listing limit(int wanted) {
            return new Listing(prefix, delimiter, after, wanted, asOf);
        }

        public Listing asOf(AsOf then) {
            return new Listing(prefix, delimiter, after, limit, then);
        }

        private ListQuery at(dev.varve.log.HybridTime time) {
            return new ListQuery(Bytes.utf8(prefix), Bytes.utf8(delimiter), after, limit, time);
        }
    }

    public Outcome<ListPage> objects(BucketName bucket, Listing listing) {
        return core.inBucketAsOf(
                bucket,
                listing.asOf(),
                (view, found, at) -> Outcome.done(view.list(found.id(), listing.at(at))));
    }

    /// @param marker where an earlier page ended, null for the first
    public Outcome<VersionPage> versions(
            BucketName bucket, Listing listing, @Nullable VersionMarker marker) {
        return core.inBucketAsOf(
                bucket,
                listing.asOf(),
                (view, found, at) ->
                        Outcome.done(view.listVersions(found.id(), listing.at(at), marker)));
    }
}
