package dev.varve.tools.crash;

import dev.varve.log.ObjectKey;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import java.util.List;
import java.util.SplittableRandom;

/// Reads whatever is there beside the load: bytes must fit the entity tag, or the key be gone.
final class Reader implements Runnable {
    private final ObjectStore store;
    private final SplittableRandom random;
    private final Report report;

    Reader(ObjectStore store, SplittableRandom random, Report report) {
        this.store = store;
        this.random = random;
        this.report = report;
    }

    @Override
    public void run() {
        try {
            while (true) {
                step();
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreException.Closed e) {
            report.unknown("reader", e);
        } catch (RuntimeException | Error e) { // outer edge of the thread: the parent must know
            report.trouble("reader: " + Report.describe(e));
        }
    }

    private void step() {
        Bin bin = Bin.any(random);
        List<ListedObject> there =
                store.listings().objects(bin.bucket(), Listing.ALL).orThrow().objects();
        if (!there.isEmpty()) {
            read(bin, there.get(random.nextInt(there.size())).key());
        }
    }

    private void read(Bin bin, ObjectKey key) {
        if (store.get(ReadRequest.of(bin.bucket(), key)) instanceof ReadResult.Found(var body)) {
            try (ObjectBody found = body) {
                byte[] bytes = found.readAll();
                String etag = found.version().object().etag().value();
                if (bytes.length != found.version().size()
                        || (!etag.contains("-") && !etag.equals(Made.hex(Made.md5(bytes))))) {
                    report.trouble("wrong bytes of " + bin + "/" + key);
                }
            }
        }
    }
}
