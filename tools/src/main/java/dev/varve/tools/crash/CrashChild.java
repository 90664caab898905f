package dev.varve.tools.crash;

import dev.varve.server.store.Varve;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// The victim: a process that warms up, waits for a line on its input, opens the store and loads it
/// until it is killed. It ends by itself when its parent does.
///
/// Arguments: data directory, warm-up directory, seed, number of threads (0 only opens).
public final class CrashChild {
    private CrashChild() {}

    public static void main(String[] args) throws IOException {
        Report report = Report.toParent();
        BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        CrashStore.create(Path.of(args[1]));
        report.line(Report.READY);
        if (orders.readLine() != null) {
            dieWithParent(orders);
            load(Path.of(args[0]), Long.parseLong(args[2]), Integer.parseInt(args[3]), report);
        }
    }

    private static void load(Path data, long seed, int threads, Report report) {
        Varve varve = Varve.open(CrashStore.config(data));
        report.line(Report.OPENED);
        Door door = new EmbeddedDoor(varve.store());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < threads; i++) {
            start(new Worker(i, door, random.split(), report));
        }
        start(new Tidier(varve, random.split(), report));
        start(new Reader(door, random.split(), report));
    }

    private static void start(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    private static void dieWithParent(BufferedReader orders) {
        Thread.ofPlatform()
                .daemon(true)
                .start(() -> {
                    try {
                        while (orders.readLine() != null) {
                            Thread.onSpinWait();
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        Runtime.getRuntime().halt(1);
                    }
                });
    }
}
