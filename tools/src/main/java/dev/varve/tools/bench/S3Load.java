package dev.varve.tools.bench;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.ServerProcess;
import dev.varve.tools.s3.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a server takes of each request over real sockets: its own CPU time, read from the outside,
/// since the client shares the machine with it. Each work is warmed up first, for the JVM to compile
/// its path.
final class S3Load implements Benchmark.Measurement {
    static final String NGINX = "nginx";
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final int WARM_UP_CONNECTIONS = 16;
    private static final int FILE_BYTES = 256 << 20;
    private final Choice choice;

    S3Load(Choice choice) {
        this.choice = choice;
    }

    @Override
    public void run(Path directory, Result result) {
        ServerProcess.Order order =
                ServerProcess.Order.of(directory.resolve("data"), directory.resolve("server.log"))
                        .jvm(Servers.flags(choice));
        try (ServerProcess server = ServerProcess.start(order)) {
            Endpoint endpoint = server.awaitListening(START);
            result.figure("rssAfterStartMiB", server.use().residentBytes() >> 20);
            S3Works works = new S3Works(endpoint);
            try (S3Client client = new S3Client(endpoint)) {
                works.prepare(client);
            }
            List<Work> all = works.all();
            List<String> parts = new ArrayList<>(all.stream().map(Work::id).toList());
            parts.add(NGINX);
            choice.requireKnown(parts);
            result.figure("warmUpSecondsEach", WARM_UP.toSeconds());
            result.figure("secondsEach", choice.seconds());
            Hammer hammer = new Hammer(endpoint.address(), () -> server.use().cpu());
            all.stream()
                    .filter(work -> choice.wants(work.id()))
                    .forEach(work -> measure(work, hammer, result));
            result.figure("rssAtEndMiB", server.use().residentBytes() >> 20);
            result.figure("loadAverage", Machine.load());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (choice.wants(NGINX)) {
            compare(directory.resolve(NGINX), result);
        }
    }

    private void measure(Work work, Hammer hammer, Result result) {
        hammer.run(work, WARM_UP_CONNECTIONS, WARM_UP);
        for (int connections : work.connections()) {
            Reading reading = hammer.run(work, connections, Duration.ofSeconds(choice.seconds()));
            reading.tell(result, work.id() + ".x" + connections + ".", work);
            if (work.kind() == Work.Kind.REQUESTS && connections == 64) {
                result.plot(
                        Plot.of(
                                work.id() + ", 64 connections: latency by share of requests",
                                "percent",
                                "ms",
                                reading.percentiles()));
            }
        }
    }

    /// The same client reads a file of the same size from nginx.
    private void compare(Path directory, Result result) {
        Optional<Path> program = Nginx.program();
        if (program.isEmpty()) {
            result.remark("nginx is not installed: nothing to compare a large GET with");
            return;
        }
        try {
            Path files = Files.createDirectories(directory.resolve("files"));
            Files.write(files.resolve("big.bin"), S3Works.random(FILE_BYTES, 1));
            try (Nginx nginx = Nginx.start(program.get(), directory)) {
                Hammer hammer = new Hammer(nginx.address(), nginx::cpu);
                Work work = Work.large(NGINX, S3Load::reading).at(1, 16);
                measure(work, hammer, result);
            }
            for (int connections : List.of(1, 16)) {
                ratio(result, "megabytesPerSecond", connections);
                ratio(result, "serverCpuSecondsPerGigabyte", connections);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Step reading() {
        Wire request = Wire.unsigned(S3Request.of("GET", "/big.bin"), "localhost");
        return connection -> {
            Step.exchange(connection, request);
            return FILE_BYTES;
        };
    }

    private static void ratio(Result result, String figure, int connections) {
        String suffix = ".x" + connections + "." + figure;
        result.value("get-256m-whole" + suffix)
                .ifPresent(ours ->
                        result.figure(
                                "toNginx" + suffix,
                                ours / result.value(NGINX + suffix).orElseThrow()));
    }
}
