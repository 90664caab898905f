package dev.varve.tools.bench;

import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Throughput of durable 1 KiB puts by many callers, and how many syncs each costs.
final class DurablePuts implements Benchmark.Measurement {
    private static final int CALLERS = 64;
    private static final int SECONDS = 20;
    private static final int WARM_UP_SECONDS = 10;

    @Override
    public void run(Path directory, Result result) {
        CountingDisk disk = new CountingDisk();
        VarveConfig config =
                VarveConfig.at(directory)
                        .surroundings(new VarveConfig.Surroundings(disk, InstantSource.system()));
        try (Varve varve = Varve.open(config)) {
            varve.store().buckets().create(Load.BUCKET).orThrow();
            Load load = new Load(varve.store(), Load::random);
            load.run(CALLERS, Long.MAX_VALUE, Duration.ofSeconds(WARM_UP_SECONDS).toNanos());
            double[] perSecond = new double[SECONDS];
            long putsBefore = load.done();
            long syncsBefore = disk.syncs();
            long begun = System.nanoTime();
            for (int i = 0; i < SECONDS; i++) {
                long before = load.done();
                long from = System.nanoTime();
                load.run(CALLERS, Long.MAX_VALUE, Duration.ofSeconds(1).toNanos());
                perSecond[i] = (load.done() - before) * 1e9 / (System.nanoTime() - from);
            }
            long puts = load.done() - putsBefore;
            result.figure("callers", CALLERS);
            result.figure("puts", puts);
            result.figure("putsPerSecond", puts * 1e9 / (System.nanoTime() - begun));
            result.figure("syncsPerPut", (disk.syncs() - syncsBefore) / (double) puts);
            result.figure("loadAverage", Machine.load());
            result.plot(Plot.of("1 KiB durable puts, 64 callers", "second", "puts/s", perSecond));
        }
    }
}
