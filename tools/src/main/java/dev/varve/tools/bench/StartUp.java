package dev.varve.tools.bench;

import dev.varve.tools.s3.ProcessUse;
import dev.varve.tools.s3.S3Connection;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.ServerProcess;
import dev.varve.tools.s3.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// From the start of the process to the first 200 of `/health/ready`, on a store that was closed in
/// good order; with the AOT cache of `tools/varve` and without.
final class StartUp implements Benchmark.Measurement {
    private static final int STARTS = 10;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final Choice choice;

    StartUp(Choice choice) {
        this.choice = choice;
    }

    @Override
    public void run(Path directory, Result result) {
        measure(directory, "plain", List.of(), result);
        if (Servers.cacheFlags().isEmpty()) {
            result.remark("this JVM has no AOT cache: measured without one only");
        } else {
            measure(directory, "aot", Servers.cacheFlags(), result);
        }
        result.figure("loadAverage", Machine.load());
    }

    private void measure(Path directory, String name, List<String> flags, Result result) {
        double[] millis = new double[STARTS];
        double[] resident = new double[STARTS];
        double[] cpu = new double[STARTS];
        // The first start of all makes the store, and is not counted.
        for (int i = -1; i < STARTS; i++) {
            Start start = start(directory, flags);
            if (i >= 0) {
                millis[i] = start.took().toNanos() / 1e6;
                resident[i] = start.use().residentBytes() / (double) (1 << 20);
                cpu[i] = start.use().cpu().toMillis();
            }
        }
        result.plot(Plot.of("Start to ready, " + name, "start", "ms", millis));
        for (double[] values : List.of(millis, resident, cpu)) {
            Arrays.sort(values);
        }
        result.figure(name + ".medianMs", millis[STARTS / 2]);
        result.figure(name + ".minMs", millis[0]);
        result.figure(name + ".medianCpuMs", cpu[STARTS / 2]);
        result.figure(name + ".medianRssMiB", resident[STARTS / 2]);
    }

    private record Start(Duration took, ProcessUse use) {}

    private Start start(Path directory, List<String> flags) {
        try {
            String[] all =
                    Stream.concat(flags.stream(), choice.serverFlags().stream())
                            .toArray(String[]::new);
            int port = Nginx.freePort();
            ServerProcess.Order order =
                    ServerProcess.Order.of(
                                    directory.resolve("data"), directory.resolve("server.log"))
                            .jvm(all)
                            .on(port);
            long begun = System.nanoTime();
            try (ServerProcess server = ServerProcess.start(order)) {
                awaitReady(server, port, begun);
                return new Start(Duration.ofNanos(System.nanoTime() - begun), server.use());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitReady(ServerProcess server, int port, long begun) throws IOException {
        while (System.nanoTime() - begun < LONGEST.toNanos() && server.isAlive()) {
            if (isReady(port)) {
                return;
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        throw new IOException("the server does not get ready");
    }

    private static boolean isReady(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (S3Connection connection = S3Connection.open(address, PATIENCE)) {
            connection.send(Wire.unsigned(S3Request.of("GET", "/health/ready"), "localhost"));
            return connection.receive(false).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
