package dev.varve.tools.crash;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.StoreException;
import dev.varve.server.store.Body;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.OutcomeUnknown;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.store.Written;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Fills a small volume through a store with default settings, then lets somebody else take the last
/// byte of it. Writes must be refused as such, reads go on, and deletes and purges through the store
/// alone bring it back, without a restart; again and again.
public final class DiskFullRun {
    private static final BucketName BUCKET = new BucketName("full");
    private static final int THREADS = 4;
    private static final int LARGEST = 4 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path volume;
    private final SplittableRandom random;
    private final Map<ObjectKey, Piece> stored = new ConcurrentHashMap<>();
    private final AtomicInteger names = new AtomicInteger();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final List<String> lines = new ArrayList<>();

    /// @param volume a mounted file system of 1 GiB or a little more, and nothing else on it
    public DiskFullRun(Path volume, long seed) {
        this.volume = volume;
        this.random = new SplittableRandom(seed);
        lines.add("seed " + seed);
    }

    public List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        violations.forEach(violation -> all.add("VIOLATED: " + violation));
        return all;
    }

    public boolean passed() {
        return violations.isEmpty();
    }

    public void run(int rounds, Consumer<Integer> progress) {
        for (int round = 1; round <= rounds && passed(); round++) {
            round(round);
            progress.accept(round);
        }
    }

    private void round(int round) {
        try (Varve varve = open()) {
            fill(varve.store());
            int count = stored.size();
            takeTheRest();
            checkFull(varve);
            long begun = System.nanoTime();
            recover(varve);
            lines.add(
                    "round %d: %d objects until full, writable again %.1f s after the first delete"
                            .formatted(round, count, (System.nanoTime() - begun) / 1e9));
        } catch (StoreException | OutcomeUnknown | IllegalStateException e) {
            violate("round " + round + ": " + Report.describe(e));
        }
        delete(ballast());
        checkReopened();
    }

    private Varve open() {
        return Varve.open(VarveConfig.at(volume.resolve("store")));
    }

    private void violate(String what) {
        violations.add(what);
    }

    private void fill(ObjectStore store) {
        if (store.buckets().find(BUCKET).isEmpty()) {
            store.buckets().create(BUCKET).orThrow();
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom mine = random.split();
            threads.add(Thread.ofPlatform().start(() -> fillUntilRefused(store, mine)));
        }
        threads.forEach(DiskFullRun::join);
    }

    private void fillUntilRefused(ObjectStore store, SplittableRandom mine) {
        try {
            boolean taken = true;
            while (taken) {
                taken = put(store, mine);
            }
        } catch (StoreException | OutcomeUnknown e) {
            violate("filling: " + Report.describe(e));
        }
    }

    private boolean put(ObjectStore store, SplittableRandom mine) {
        int length = mine.nextInt(4) == 0 ? 1 + mine.nextInt(LARGEST) : 1 + mine.nextInt(4096);
        Piece piece = new Piece(mine.nextLong() | 1, length);
        ObjectKey key = ObjectKey.of("object/" + names.incrementAndGet());
        Outcome<Written> outcome = store.put(PutRequest.of(BUCKET, key, Body.of(piece.bytes())));
        return switch (outcome) {
            case Outcome.Done<Written> _ -> {
                stored.put(key, piece);
                yield true;
            }
            case Outcome.Refused<Written>(var refusal) -> {
                if (refusal.reason() != Reason.OUT_OF_SPACE) {
                    violate("refused by " + refusal);
                }
                yield false;
            }
        };
    }

    /// Somebody else takes every byte that is left.
    private void takeTheRest() {
        try (FileChannel channel =
                FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int size = 1 << 20; size >= 4096; size /= 2) {
                writeUntilFull(channel, ByteBuffer.allocate(size));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeUntilFull(FileChannel channel, ByteBuffer bytes) {
        try {
            while (true) {
                bytes.clear();
                channel.write(bytes);
            }
        } catch (IOException e) {
            // Full: that is what it is for.
            bytes.clear();
        }
    }

    private Path ballast() {
        return volume.resolve("ballast");
    }

    private void checkFull(Varve varve) {
        for (int i = 0; i < 20; i++) {
            if (put(varve.store(), random)) {
                violate("a put was taken on a full volume");
            }
        }
        flush(varve);
        varve.failure().ifPresent(e -> violate("no more writes: " + Report.describe(e)));
        int listed =
                varve.store().listings().objects(BUCKET, Listing.ALL).orThrow().objects().size();
        if (listed != Math.min(1000, stored.size())) {
            violate("lists " + listed + " of " + stored.size());
        }
        stored.forEach((key, piece) -> {
            if (random.nextInt(5) == 0) {
                checkReadable(varve.store(), key, piece);
            }
        });
    }

    /// It may find no space, but that must do no harm.
    private void flush(Varve varve) {
        try {
            varve.maintenance().flush();
        } catch (StoreException.OutOfSpace e) {
            lines.add("a flush found no space: " + e.getMessage());
        }
    }

    private void checkReadable(ObjectStore store, ObjectKey key, Piece piece) {
        try (ObjectBody body = store.get(ReadRequest.of(BUCKET, key)).orThrow()) {
            if (!java.util.Arrays.equals(body.readAll(), piece.bytes())) {
                violate("wrong bytes of " + key);
            }
        } catch (IllegalStateException e) {
            violate("cannot read " + key + ": " + Report.describe(e));
        }
    }

    private void recover(Varve varve) {
        for (ObjectKey key : List.copyOf(stored.keySet())) {
            varve.store().delete(BUCKET, key).orThrow();
            stored.remove(key);
        }
        varve.store().history().purge(BUCKET, "").orThrow();
        varve.maintenance().reclaim();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!put(varve.store(), random)) {
            if (System.nanoTime() > end) {
                violate("not writable again after " + PATIENCE);
                return;
            }
            sleep();
        }
    }

    private void checkReopened() {
        try (Varve varve = open()) {
            stored.forEach((key, piece) -> checkReadable(varve.store(), key, piece));
            int listed =
                    varve.store()
                            .listings()
                            .objects(BUCKET, Listing.ALL)
                            .orThrow()
                            .objects()
                            .size();
            if (listed != stored.size()) {
                violate("after a restart it lists " + listed + " of " + stored.size());
            }
        } catch (StoreException e) {
            violate("does not open again: " + Report.describe(e));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
