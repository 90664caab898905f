package dev.varve.tools.bench;

import dev.varve.log.Bytes;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectStore;
import dev.varve.tools.bench.RestoreOfBucket.Fate;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Looks for pages that show neither the state before a restore nor the one after it.
final class RestoreLook implements BulkWitnesses.Look {
    private static final int PAGE = 100;
    private final ObjectStore store;
    private final int keys;

    RestoreLook(ObjectStore store, int keys) {
        this.store = store;
        this.keys = keys;
    }

    @Override
    public void once(SplittableRandom random, Consumer<String> violation) {
        int after = random.nextInt(keys - 2 * PAGE);
        Listing listing =
                Listing.ALL
                        .prefix(RestoreOfBucket.DATA)
                        .after(Bytes.of(RestoreOfBucket.key(after).utf8()))
                        .limit(PAGE);
        List<ListedObject> found =
                store.listings().objects(Load.BUCKET, listing).orThrow().objects();
        List<String> seen =
                found.stream().map(object -> object.key() + " " + object.size()).toList();
        if (!seen.equals(whole(after)) && !seen.equals(lost(after))) {
            violation.accept("a page after " + after + " is of no state: " + seen);
        }
    }

    private static List<String> whole(int after) {
        return IntStream.rangeClosed(after + 1, after + PAGE)
                .mapToObj(number -> RestoreOfBucket.key(number) + " " + Load.KIB)
                .toList();
    }

    private static List<String> lost(int after) {
        return IntStream.iterate(after + 1, number -> number + 1)
                .filter(number -> Fate.of(number) != Fate.DELETED)
                .limit(PAGE)
                .mapToObj(number -> RestoreOfBucket.key(number) + " " + size(number))
                .toList();
    }

    private static int size(int number) {
        return Fate.of(number) == Fate.OVERWRITTEN ? RestoreOfBucket.OVERWRITTEN_BYTES : Load.KIB;
    }
}
