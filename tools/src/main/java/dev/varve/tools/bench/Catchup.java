package dev.varve.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How fast a node takes over what another one has, and how far it is behind when it has. Two real
/// servers on this machine, which share its cores.
final class Catchup implements Benchmark.Measurement {
    private static final String SMALL = "small";
    private static final String LARGE = "large";
    private static final String LAG = "lag";
    private static final int SMALL_BYTES = 4 << 10;
    private static final int LARGE_BYTES = 64 << 20;
    private static final int PER_GIB = 16;
    private static final int FEW = 1_000;
    private static final int SMALL_CONNECTIONS = 32;
    private static final int LARGE_CONNECTIONS = 2;
    private static final int COMPARED = 200;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final double GB = 1e9;

    /// Of the volume, what is left free; large objects are there twice.
    private static final long SPARE = 4L << 30;

    private final Choice choice;

    Catchup(Choice choice) {
        this.choice = choice;
    }

    @Override
    public void run(Path directory, Result result) {
        choice.requireKnown(List.of(SMALL, LARGE, LAG));
        BenchNode.Shared shared = BenchNode.Shared.in(directory, choice);
        try (BenchNode first = BenchNode.first(shared, "first").start();
                BenchNode second = BenchNode.joining(shared, "second", first)) {
            try (S3Client client = new S3Client(first.endpoint())) {
                client.require(S3Request.bucket("PUT", Filling.BUCKET));
            }
            small(first, second, result);
            if (choice.wants(LARGE)) {
                large(directory, first, second, result);
            }
            if (choice.wants(LAG)) {
                lag(first, second, result);
            }
            result.figure("loadAverage", Machine.load());
            first.stop();
            compare(second, smallObjects());
            if (choice.wants(LARGE)) {
                compare(second, new Filling(LARGE, 1, LARGE_BYTES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How far a catch-up is.
    ///
    /// @param nanos since it began
    /// @param sourceNanos CPU of the first node
    /// @param followerNanos CPU of the second node
    private record Mark(long nanos, long events, long sourceNanos, long followerNanos) {
        double seconds() {
            return nanos / GB;
        }

        Mark since(Mark before) {
            return new Mark(
                    nanos - before.nanos,
                    events - before.events,
                    sourceNanos - before.sourceNanos,
                    followerNanos - before.followerNanos);
        }

        void tell(Result result, String prefix) {
            result.figure(prefix + "ObjectsPerSecond", events / seconds());
            result.figure(prefix + "SourceCpuMicros", sourceNanos / 1e3 / events);
            result.figure(prefix + "FollowerCpuMicros", followerNanos / 1e3 / events);
        }
    }

    /// What a catch-up took, from its begin to its end.
    private record Taken(List<Mark> marks) {
        Mark all() {
            return marks.getLast().since(marks.getFirst());
        }

        /// Without the part in which a JVM that just began compiles what it does.
        Mark lastHalf() {
            Mark end = marks.getLast();
            Mark half =
                    marks.stream()
                            .filter(mark -> mark.events() >= end.events() / 2)
                            .findFirst()
                            .orElse(end);
            return end.since(half.equals(end) ? marks.getFirst() : half);
        }
    }

    private Filling smallObjects() {
        return new Filling(SMALL, choice.wants(SMALL) ? choice.keys() : FEW, SMALL_BYTES);
    }

    private void small(BenchNode first, BenchNode second, Result result) throws IOException {
        Filling objects = smallObjects();
        int count = objects.count();
        objects.into(first.endpoint(), SMALL_CONNECTIONS, choice.watch());
        Taken taken = catchUp(first, second, count);
        if (!choice.wants(SMALL)) {
            return;
        }
        result.figure("small.objects", count);
        result.figure("small.seconds", taken.all().seconds());
        result.figure(
                "small.megabytesPerSecond",
                (double) count * SMALL_BYTES / 1e6 / taken.all().seconds());
        taken.all().tell(result, "small.all");
        taken.lastHalf().tell(result, "small.lastHalf");
        result.plot(
                Plot.of(
                        "Objects of 4 KiB taken over by a node that joins",
                        "each 200 ms",
                        "objects",
                        taken.marks().stream().mapToDouble(Mark::events).toArray()));
    }

    private void large(Path directory, BenchNode first, BenchNode second, Result result)
            throws IOException {
        int gib = fitting(directory, result);
        Filling objects = new Filling(LARGE, gib * PER_GIB, LARGE_BYTES);
        second.stop();
        objects.into(first.endpoint(), LARGE_CONNECTIONS, choice.watch());
        long bytes = (long) objects.count() * LARGE_BYTES;
        double plain = plain(directory, first);
        Taken taken = catchUp(first, second, objects.count());
        Mark all = taken.all();
        double perSecond = bytes / 1e6 / all.seconds();
        result.figure("large.gib", gib);
        result.figure("large.seconds", all.seconds());
        result.figure("large.megabytesPerSecond", perSecond);
        result.figure("large.plainMegabytesPerSecond", plain);
        result.figure("large.ofPlain", perSecond / plain);
        result.figure("large.sourceCpuSecondsPerGigabyte", all.sourceNanos() / (double) bytes);
        result.figure("large.followerCpuSecondsPerGigabyte", all.followerNanos() / (double) bytes);
    }

    private int fitting(Path directory, Result result) throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace() - SPARE;
        int fits = (int) Math.max(1, Math.min(choice.gib(), (free / 2) >> 30));
        if (fits < choice.gib()) {
            result.remark("%d GiB in place of %d: no room for more".formatted(fits, choice.gib()));
        }
        return fits;
    }

    /// Megabytes a second of the same files, sent as they lie there.
    private double plain(Path directory, BenchNode first) throws IOException {
        Path copies = directory.resolve("plain");
        try (PlainCopy copy = PlainCopy.of(first.directory().resolve("blobs").resolve("large"))) {
            long begun = System.nanoTime();
            long bytes = copy.into(copies, choice.watch());
            return bytes / 1e6 / ((System.nanoTime() - begun) / GB);
        } finally {
            delete(copies);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Starts the second node, and waits until it has all that the first one has.
    private Taken catchUp(BenchNode first, BenchNode second, int events) throws IOException {
        second.start();
        long begun = System.nanoTime();
        long before = Math.max(0, second.followed().path("position").asLong());
        List<Mark> marks = new ArrayList<>();
        marks.add(mark(begun, 0, first, second));
        JsonNode at = second.followed();
        while (!second.isLevel(at)) {
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                throw new IOException("not level after " + LONGEST + ": " + at);
            }
            long done = Math.max(0, at.path("position").asLong() - before);
            marks.add(mark(begun, Math.min(events, done), first, second));
            choice.watch().at("catch up", Math.min(events, done), events);
            pause();
            at = second.followed();
        }
        marks.add(mark(begun, events, first, second));
        return new Taken(marks);
    }

    private static Mark mark(long begun, long events, BenchNode first, BenchNode second) {
        return new Mark(
                System.nanoTime() - begun,
                events,
                first.use().cpu().toNanos(),
                second.use().cpu().toNanos());
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Some of the objects, evenly from all of them. The other node is gone by then: what is read is here.
    private static void compare(BenchNode node, Filling objects) throws IOException {
        int step = Math.max(1, objects.count() / COMPARED);
        try (S3Client client = new S3Client(node.endpoint())) {
            for (int i = 0; i < objects.count(); i += step) {
                S3Request get = S3Request.object("GET", Filling.BUCKET, objects.key(i));
                if (!Arrays.equals(client.require(get).body(), objects.content(i))) {
                    throw new IOException("other bytes of " + objects.key(i));
                }
            }
        }
    }

    private void lag(BenchNode first, BenchNode second, Result result) throws IOException {
        int seconds = choice.seconds();
        new ReplicaLag(first.endpoint(), second.endpoint(), "warm", seconds / 4 + 1, choice.watch())
                .run();
        ReplicaLag.Found found =
                new ReplicaLag(first.endpoint(), second.endpoint(), LAG, seconds, choice.watch())
                        .run();
        result.figure("lag.putsPerSecond", found.puts().perSecond());
        result.figure("lag.putP50Ms", found.puts().percentile(0.5));
        result.figure("lag.putP99Ms", found.puts().percentile(0.99));
        result.figure("lag.looks", found.lags().requests());
        result.figure("lag.p50Ms", found.lags().percentile(0.5));
        result.figure("lag.p99Ms", found.lags().percentile(0.99));
        result.figure("lag.worstMs", found.lags().percentile(1));
        result.plot(
                Plot.of(
                        "From the answer of one node until the other shows it, by share of puts",
                        "percent",
                        "ms",
                        found.lags().percentiles()));
    }
}
