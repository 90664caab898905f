package dev.varve.tools.bench;

import dev.varve.log.Bytes;
import dev.varve.log.journal.JournalVerifier;
import dev.varve.projections.objects.ListPage;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.tools.inspect.OfflineStore;
import dev.varve.tools.inspect.ViewRebuild;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A bucket of a million keys: how fast its view is folded anew, and what a page of its listing
/// costs at the beginning, in the middle and at the end.
final class MillionKeys implements Benchmark.Measurement {
    private static final int KEYS = 1_000_000;
    private static final int CALLERS = 64;
    private static final int PAGE = 1000;
    private static final int WALKS = 3;
    private static final int SAMPLE = 100;

    @Override
    public void run(Path directory, Result result) {
        try (Varve varve = Varve.open(VarveConfig.at(directory))) {
            varve.store().buckets().create(Load.BUCKET).orThrow();
            long begun = System.nanoTime();
            new Load(varve.store(), Load::random).run(CALLERS, KEYS, Long.MAX_VALUE / 2);
            result.figure("keys", KEYS);
            result.figure("putsPerSecond", KEYS * 1e9 / (System.nanoTime() - begun));
        }
        try (OfflineStore store = OfflineStore.open(directory)) {
            ViewRebuild.Rebuilt rebuilt = new ViewRebuild(store).run(JournalVerifier.Progress.NONE);
            result.figure("replayedEvents", rebuilt.events());
            result.figure("replayedAndProvenPerSecond", rebuilt.eventsPerSecond());
        }
        try (Varve varve = Varve.open(VarveConfig.at(directory))) {
            list(varve, result);
        }
    }

    private static void list(Varve varve, Result result) {
        double[] best = walk(varve);
        for (int i = 1; i < WALKS; i++) {
            double[] again = walk(varve);
            for (int page = 0; page < best.length; page++) {
                best[page] = Math.min(best[page], again[page]);
            }
        }
        int middle = best.length / 2;
        result.figure("pages", best.length);
        result.figure("firstPagesMs", median(best, 0));
        result.figure("middlePagesMs", median(best, middle));
        result.figure("lastPagesMs", median(best, best.length - SAMPLE));
        result.figure("loadAverage", Machine.load());
        result.plot(Plot.of("Listing 1,000,000 keys by 1,000", "page", "ms", best));
    }

    private static double median(double[] pages, int from) {
        double[] sample = Arrays.copyOfRange(pages, from, from + SAMPLE);
        Arrays.sort(sample);
        return sample[sample.length / 2];
    }

    private static double[] walk(Varve varve) {
        List<Double> pages = new ArrayList<>();
        for (Bytes next = Bytes.EMPTY; next != null; ) {
            long begun = System.nanoTime();
            ListPage page =
                    varve.store()
                            .listings()
                            .objects(Load.BUCKET, Listing.ALL.after(next).limit(PAGE))
                            .orThrow();
            pages.add((System.nanoTime() - begun) / 1e6);
            next = page.next();
        }
        return pages.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
