package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.RecompressPlan;
import dev.varve.log.BlobUpload;
import dev.varve.log.Pace;
import dev.varve.log.PinnedBlob;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploads, aborts, commits, deletes, reads and reclaim of a few contents by many threads at once,
/// as a server does it: references change on one writer at a time, everything else runs freely.
///
/// Invariants: `reachable`: what is referenced can be pinned; `whole`: what is pinned reads as its
/// content, however long the pin is held; `bounded`: in the end space is given back.
///
/// The threads are those of the platform: two loops that never wait would keep both carriers of a
/// machine with two cores for ever, and no other virtual thread would get its turn.
class RacesSimulation {
    private static final int ROUNDS = 3;
    private static final int STEPS = 400;
    private static final int CONTENTS = 12;
    @TempDir Path directory;

    @Test
    void deletesNothingThatIsReachable() throws Exception {
        long first = Long.getLong("varve.seed", System.nanoTime());
        for (long seed = first; seed < first + ROUNDS; seed++) {
            try {
                new Round(seed).run(directory.resolve("s" + seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + " (-Dvarve.seed=" + seed + ")", e);
            }
        }
    }

    private static final class Round {
        private final long seed;
        private final List<byte[]> contents = new ArrayList<>();
        private final int[] references = new int[CONTENTS];
        private final AtomicBoolean done = new AtomicBoolean();
        private final Object writer = new Object();

        Round(long seed) {
            this.seed = seed;
            Random random = new Random(seed);
            for (int i = 0; i < CONTENTS; i++) {
                contents.add(
                        Blobs.text(seed + i, 500 + random.nextInt(i % 3 == 0 ? 20_000 : 3000)));
            }
        }

        void run(Path root) throws Exception {
            BlobOptions options =
                    new BlobOptions(root, false, 4096, 8192, 16 << 10, 4096, 1, 0.05, 3);
            try (LocalBlobStore store =
                            LocalBlobStore.open(
                                    options,
                                    new PlainDisk(),
                                    new MemoryPlacementIndex(),
                                    DomainKeys.NONE);
                    ExecutorService threads = Executors.newCachedThreadPool()) {
                List<Future<?>> workers = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    Random random = new Random(seed * 31 + i);
                    workers.add(threads.submit(() -> work(store, random)));
                }
                Future<?> reclaimer = threads.submit(() -> reclaim(store));
                Future<?> recompressor = threads.submit(() -> recompress(store));
                try {
                    for (Future<?> worker : workers) {
                        worker.get(240, TimeUnit.SECONDS);
                    }
                } finally {
                    done.set(true);
                }
                reclaimer.get(240, TimeUnit.SECONDS);
                recompressor.get(240, TimeUnit.SECONDS);
                emptyAll(store);
            }
        }

        private void reclaim(LocalBlobStore store) {
            while (!done.get()) {
                store.reclaim();
            }
        }

        /// Each time at another level, so that there is always something to do.
        private void recompress(LocalBlobStore store) {
            for (int round = 0; !done.get(); round++) {
                store.recompress(
                        new RecompressPlan(2 + round % 18, Instant.MAX, 0, round % 3 == 0),
                        null,
                        Pace.FREE);
            }
        }

        private void work(LocalBlobStore store, Random random) {
            for (int step = 0; step < STEPS; step++) {
                int content = random.nextInt(CONTENTS);
                switch (random.nextInt(8)) {
                    case 0, 1 -> put(store, content, random);
                    case 2 -> abort(store, content, random);
                    case 3, 4 -> delete(store, content);
                    case 5 -> holdWhileItIsDeleted(store, content);
                    default -> read(store, content);
                }
            }
        }

        private void put(LocalBlobStore store, int content, Random random) {
            BlobUpload.Finished finished = Blobs.finish(store, contents.get(content));
            try (PinnedBlob blob = finished.blob()) {
                if (random.nextBoolean()) {
                    whole(blob, content);
                }
                synchronized (writer) {
                    store.sync();
                    references[content]++;
                }
                whole(blob, content);
            }
        }

        /// Half of the aborts come after the bytes are in the store already.
        private void abort(LocalBlobStore store, int content, Random random) {
            byte[] bytes = contents.get(content);
            try (BlobUpload upload = store.upload(BlobHints.of(Set.of()))) {
                upload.write(bytes, 0, bytes.length);
                if (random.nextBoolean()) {
                    upload.finish().blob().close();
                }
            }
        }

        private void delete(LocalBlobStore store, int content) {
            synchronized (writer) {
                if (references[content] > 0) {
                    references[content]--;
                }
                if (references[content] == 0) {
                    store.condemn(Blobs.idOf(contents.get(content)));
                }
            }
        }

        private void read(LocalBlobStore store, int content) {
            Optional<PinnedBlob> pinned;
            synchronized (writer) {
                pinned = store.pin(Blobs.idOf(contents.get(content)));
                if (references[content] > 0) {
                    assertThat(pinned).as("reachable: %s", content).isPresent();
                }
            }
            try (PinnedBlob blob = pinned.orElse(null)) {
                if (blob != null) {
                    whole(blob, content);
                }
            }
        }

        private void holdWhileItIsDeleted(LocalBlobStore store, int content) {
            Optional<PinnedBlob> pinned = store.pin(Blobs.idOf(contents.get(content)));
            try (PinnedBlob blob = pinned.orElse(null)) {
                if (blob != null) {
                    for (int i = 0; i < 3; i++) {
                        delete(store, content);
                        whole(blob, content);
                    }
                }
            }
        }

        private void whole(PinnedBlob blob, int content) {
            byte[] expected = contents.get(content);
            assertThat(blob.length()).isEqualTo(expected.length);
            try (InputStream in = blob.read(0, expected.length)) {
                assertThat(in.readAllBytes()).as("whole: %s", content).isEqualTo(expected);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        private void emptyAll(LocalBlobStore store) {
            store.sync();
            for (byte[] bytes : contents) {
                BlobId id = Blobs.idOf(bytes);
                assertThat(store.condemn(id)).as("no pin is left: %s", id).isTrue();
            }
            store.reclaim();
            store.reclaim();
            assertThat(store.stats().blobs()).as("bounded").isZero();
            assertThat(store.stats().deadBytes()).as("bounded").isLessThan(8 << 10);
        }
    }
}
