package dev.varve.tools.bench;

import dev.varve.log.Bytes;
import dev.varve.projections.objects.ListPage;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Looks for keys that a move or delete of their prefix left on both sides, or on neither.
final class SidesLook implements BulkWitnesses.Look {
    private final ObjectStore store;
    private final int keys;
    private volatile boolean mayBeGone;

    SidesLook(ObjectStore store, int keys) {
        this.store = store;
        this.keys = keys;
    }

    /// From now on the keys may be on neither side.
    void gone() {
        mayBeGone = true;
    }

    @Override
    public void once(SplittableRandom random, Consumer<String> violation) {
        boolean wasGone = mayBeGone;
        ListPage sides =
                store.listings().objects(Load.BUCKET, Listing.ALL.delimiter("/")).orThrow();
        boolean here = sides.commonPrefixes().contains(BulkOperations.FROM);
        boolean there = sides.commonPrefixes().contains(BulkOperations.TO);
        if ((here && there) || (!here && !there && !mayBeGone)) {
            violation.accept("one listing has both sides, or neither: " + sides.commonPrefixes());
        }
        lookAtPage(random, violation);
        lookAtKey(random, wasGone, violation);
    }

    /// A page from anywhere: without a gap, and of one side.
    private void lookAtPage(SplittableRandom random, Consumer<String> violation) {
        int first = random.nextInt(Math.max(1, keys - 1000));
        for (String side : List.of(BulkOperations.FROM, BulkOperations.TO)) {
            byte[] after = BulkOperations.key(side, first).utf8();
            Listing listing = Listing.ALL.prefix(side).after(Bytes.of(after));
            int found =
                    store.listings()
                            .objects(Load.BUCKET, listing.limit(100))
                            .orThrow()
                            .objects()
                            .size();
            int wanted = Math.min(100, keys - 1 - first);
            if (found != 0 && found != wanted) {
                violation.accept("a page of " + side + " has " + found + " keys, not " + wanted);
            }
        }
    }

    /// What is no longer here is there already.
    private void lookAtKey(SplittableRandom random, boolean wasGone, Consumer<String> violation) {
        int number = random.nextInt(keys);
        boolean found = isThere(BulkOperations.FROM, number) || isThere(BulkOperations.TO, number);
        if (!found && !wasGone && !mayBeGone) {
            violation.accept("key " + number + " is on neither side");
        }
    }

    private boolean isThere(String side, int number) {
        ReadRequest request = ReadRequest.of(Load.BUCKET, BulkOperations.key(side, number));
        return store.head(request) instanceof Outcome.Done<?>;
    }
}
