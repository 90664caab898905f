package dev.varve.tools.bench;

import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Latency of one caller's durable 1 KiB put against two bare syncs of a file, taken in turn so
/// that both see the same disk.
final class SingleCaller implements Benchmark.Measurement {
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 3000;

    @Override
    public void run(Path directory, Result result) {
        double[] puts = new double[ROUNDS];
        double[] syncs = new double[ROUNDS];
        try (Varve varve = Varve.open(VarveConfig.at(directory.resolve("store")));
                FileChannel one = open(directory.resolve("one"));
                FileChannel other = open(directory.resolve("other"))) {
            varve.store().buckets().create(Load.BUCKET).orThrow();
            Load load = new Load(varve.store(), Load::random);
            for (int i = 0; i < WARM_UP; i++) {
                load.put(i);
                sync(one, other);
            }
            for (int i = 0; i < ROUNDS; i++) {
                long begun = System.nanoTime();
                load.put(WARM_UP + i);
                long between = System.nanoTime();
                sync(one, other);
                puts[i] = (between - begun) / 1e6;
                syncs[i] = (System.nanoTime() - between) / 1e6;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        result.plot(Plot.of("One caller, 1 KiB durable put", "put", "ms", puts));
        Arrays.sort(puts);
        Arrays.sort(syncs);
        result.figure("putMedianMs", puts[ROUNDS / 2]);
        result.figure("putP99Ms", puts[ROUNDS * 99 / 100]);
        result.figure("twoSyncsMedianMs", syncs[ROUNDS / 2]);
        result.figure("twoSyncsP99Ms", syncs[ROUNDS * 99 / 100]);
        result.figure("ratioOfMedians", puts[ROUNDS / 2] / syncs[ROUNDS / 2]);
        result.figure("loadAverage", Machine.load());
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void sync(FileChannel one, FileChannel other) throws IOException {
        for (FileChannel channel : new FileChannel[] {one, other}) {
            channel.write(ByteBuffer.allocate(Load.KIB), channel.size());
            channel.force(false);
        }
    }
}
