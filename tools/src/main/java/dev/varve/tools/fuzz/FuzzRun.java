package dev.varve.tools.fuzz;

import dev.varve.tools.s3.Endpoint;
import dev.varve.tools.s3.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Bends requests against a server of its own for a while.
///
/// A few quick lanes send case after case and end their side of the connection; some patient lanes
/// leave it open, so that the server's own time limits must end it. Meanwhile canaries are read back.
/// One seed makes the same cases again, lane by lane, but for dates, keys and signatures.
public final class FuzzRun {
    private static final int QUICK_LANES = 4;
    private static final int PATIENT_LANES = 8;
    private static final int FRESH_EVERY = 8;
    private static final Duration CHECK_EVERY = Duration.ofSeconds(4);
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(1);
    private static final Duration LANES_END_WITHIN = Duration.ofSeconds(90);

    /// A heap of 256 MiB, and what RocksDB, threads, code and buffers take beside it.
    private static final long MOST_RESIDENT = 760L << 20;

    private static final Pattern DISASTER =
            Pattern.compile("OutOfMemoryError|StackOverflowError|Exception in thread");

    private final Path directory;
    private final long seed;
    private final Duration during;
    private final Findings findings = new Findings();

    public FuzzRun(Path directory, long seed, Duration during) {
        this.directory = directory;
        this.seed = seed;
        this.during = during;
    }

    /// @param progress is told the number of cases now and then
    public FuzzReport run(Consumer<Long> progress) {
        Path log = directory.resolve("server.log");
        ServerProcess.Order order =
                ServerProcess.Order.of(directory.resolve("data"), log)
                        .and(
                                "http.header-timeout=3s",
                                "http.idle-timeout=5s",
                                "http.failed-logins=none",
                                "limits.part-bytes=1",
                                "space.reserve-bytes=0",
                                "space.min-free-bytes=0")
                        .jvm("-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
        long resident = 0;
        try (ServerProcess server = ServerProcess.start(order)) {
            Endpoint endpoint = server.awaitListening(STARTS_WITHIN);
            Author author = new Author(endpoint);
            Playground playground = new Playground(endpoint, author);
            playground.prepare();
            Canaries canaries = Canaries.create(endpoint, seed);
            resident = lanes(server, new Lanes(endpoint, author, canaries), playground, progress);
            canaries.check(findings);
        } catch (IOException e) {
            findings.broken(Promise.STAYS_UP_IN_ITS_MEMORY, e.toString(), null);
        }
        readLog(log);
        keep(findings.broken());
        return new FuzzReport(seed, during, findings, resident);
    }

    private record Lanes(Endpoint endpoint, Author author, Canaries canaries) {}

    /// Answers the most memory that the server had.
    private long lanes(
            ServerProcess server, Lanes shared, Playground playground, Consumer<Long> progress)
            throws IOException {
        long end = System.nanoTime() + during.toNanos();
        Dice dice = new Dice(seed);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < QUICK_LANES + PATIENT_LANES; i++) {
            Dice own = dice.split();
            boolean quick = i < QUICK_LANES;
            threads.add(
                    Thread.ofPlatform()
                            .name("fuzz-" + i)
                            .daemon(true)
                            .start(() -> lane(shared, own, quick, end)));
        }
        long resident = 0;
        int misses = 0;
        while (System.nanoTime() < end && !findings.areEnough() && server.isAlive()) {
            pause(Duration.ofNanos(Math.min(CHECK_EVERY.toNanos(), end - System.nanoTime())));
            if (!server.isAlive()) {
                findings.broken(Promise.STAYS_UP_IN_ITS_MEMORY, "the server ended", null);
                return resident;
            }
            resident = Math.max(resident, server.use().residentBytes());
            shared.canaries().check(findings);
            playground.check(findings);
            misses = playground.isPrepared(findings, misses + 1) ? 0 : misses + 1;
            progress.accept(findings.cases());
        }
        join(threads);
        if (resident > MOST_RESIDENT) {
            findings.broken(
                    Promise.STAYS_UP_IN_ITS_MEMORY, "it took " + (resident >> 20) + " MiB", null);
        }
        return resident;
    }

    private void lane(Lanes shared, Dice dice, boolean quick, long end) {
        Prober prober = new Prober(shared.endpoint(), shared.canaries(), findings);
        List<Family> families = Families.all(shared.author());
        for (int i = 0; System.nanoTime() < end && !findings.areEnough(); i++) {
            Case next = dice.pick(families).next(dice);
            Case sent = dice.chance(30) ? next.mutated(dice) : next;
            prober.probe(sent, quick);
            if (i % FRESH_EVERY == 0) {
                prober.proveFresh(sent);
            }
        }
    }

    private void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                if (!thread.join(LANES_END_WITHIN)) {
                    findings.broken(Promise.NO_HANG, thread.getName() + " waits and waits", null);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What was sent, byte for byte, for who wants to send it again.
    private void keep(List<Finding> broken) {
        for (int i = 0; i < broken.size(); i++) {
            Case sent = broken.get(i).sent();
            if (sent != null) {
                try {
                    Path file = directory.resolve("finding-%d.bin".formatted(i + 1));
                    Files.write(file, sent.bytes().toArray());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void readLog(Path log) {
        try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
            lines.filter(line -> DISASTER.matcher(line).find())
                    .limit(3)
                    .forEach(line ->
                            findings.broken(
                                    Promise.STAYS_UP_IN_ITS_MEMORY, "its log says " + line, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
