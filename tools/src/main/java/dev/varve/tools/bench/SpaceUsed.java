package dev.varve.tools.bench;

import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.util.function.LongFunction;

/// Disk bytes for each logical byte of 1 KiB objects, and where they go.
final class SpaceUsed implements Benchmark.Measurement {
    private static final int OBJECTS = 200_000;
    private static final int CALLERS = 64;

    @Override
    public void run(Path directory, Result result) {
        result.figure("objects", OBJECTS);
        measure(directory.resolve("random"), "random", Load::random, result);
        measure(directory.resolve("text"), "text", Load::text, result);
    }

    private static void measure(
            Path data, String name, LongFunction<byte[]> content, Result result) {
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0))) {
            varve.store().buckets().create(Load.BUCKET).orThrow();
            new Load(varve.store(), content).run(CALLERS, OBJECTS, Long.MAX_VALUE / 2);
            varve.maintenance().flush();
        }
        long blobs = DiskUse.of(data.resolve("blobs"));
        long view = DiskUse.of(data.resolve("view"));
        long placement = DiskUse.of(data.resolve("placement"));
        long journal = DiskUse.of(data.resolve("journal"));
        double logical = (double) OBJECTS * Load.KIB;
        result.figure(name + "DiskBytesPerByte", (blobs + view + placement + journal) / logical);
        result.figure(name + "BlobBytesPerByte", blobs / logical);
        result.figure(name + "ViewBytesPerKey", view / (double) OBJECTS);
        result.figure(name + "PlacementBytesPerKey", placement / (double) OBJECTS);
        result.figure(name + "JournalBytesPerKey", journal / (double) OBJECTS);
    }
}
