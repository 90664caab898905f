package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.RecompressPlan;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobUpload;
import dev.varve.log.Pace;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random work on one store, cut off at a random call to the disk, again and again.
///
/// Invariants: `durable`: what was synced and not condemned is there with its bytes; `whole`:
/// whatever can be pinned reads as its content; `sound`: a scrub finds nothing, and start-up
/// reports nothing but torn bytes that nothing proves to have been durable, because a power cut is
/// no damage.
class PowerCutSimulation {
    private static final int SEEDS = 30;
    private static final int LIVES = 6;
    @TempDir Path directory;

    @Test
    void losesNothingThatWasSynced() throws IOException {
        long first = Long.getLong("varve.seed", System.nanoTime());
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                new Run(seed, directory.resolve("s" + seed)).run();
            } catch (AssertionError | StoreException e) {
                throw new AssertionError("seed " + seed + " (-Dvarve.seed=" + seed + ")", e);
            }
        }
        assertThat(dictionaries()).as("some came to dictionaries").isPositive();
    }

    private long dictionaries() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".dict")).count();
        }
    }

    private enum Fate {
        REQUIRED,
        MAYBE
    }

    private static final class Run {
        private final Random random;
        private final Path base;
        private final LossyPlacementIndex index = new LossyPlacementIndex();
        private final Map<BlobId, Fate> fates = new HashMap<>();
        private final List<byte[]> contents = new ArrayList<>();

        Run(long seed, Path base) {
            random = new Random(seed);
            this.base = base;
            for (int i = 0; i < 120; i++) {
                int length = 1 + random.nextInt(i % 4 == 0 ? 30_000 : 3000);
                contents.add(
                        i % 2 == 0
                                ? Blobs.random(random.nextLong(), length)
                                : Blobs.text(random.nextLong(), length));
            }
        }

        void run() throws IOException {
            Path root = base.resolve("life0");
            Files.createDirectories(root);
            for (int life = 0; life < LIVES; life++) {
                PowerCutDisk disk = new PowerCutDisk(random.nextInt(life == 0 ? 1000 : 400));
                boolean lost = live(root, disk);
                Path next = base.resolve("life" + (life + 1));
                if (lost) {
                    disk.cut(root, next, random);
                    index.crash(random);
                    root = next;
                }
            }
            check(root);
        }

        /// Gives whether the power went.
        private boolean live(Path root, PowerCutDisk disk) {
            LocalBlobStore store = null;
            try {
                assumeDurable(root, disk);
                store = open(root, disk);
                verify(store);
                for (int i = 0; i < 300; i++) {
                    step(store);
                }
                store.close();
                return false;
            } catch (PowerCutDisk.PowerLost e) {
                return true;
            } catch (StoreException.Failed e) {
                if (e.getCause() instanceof PowerCutDisk.PowerLost) {
                    return true;
                }
                throw e;
            }
        }

        /// What the last life left is on the disk by now.
        private static void assumeDurable(Path root, PowerCutDisk disk) {
            try {
                disk.adopt(root);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private LocalBlobStore open(Path root, PlainDisk disk) {
            BlobOptions options =
                    BlobOptions.of(root).withSizes(4096, 8192, 20_000).withPreallocation(4096);
            return LocalBlobStore.open(options, disk, index, DomainKeys.NONE);
        }

        private void step(LocalBlobStore store) {
            switch (random.nextInt(13)) {
                case 0, 1 -> condemn(store);
                case 2 -> store.reclaim();
                case 3 -> index.flush();
                case 4 -> recompress(store);
                default -> put(store, 1 + random.nextInt(4));
            }
        }

        private void recompress(LocalBlobStore store) {
            boolean dictionaries = random.nextInt(2) == 0;
            store.recompress(
                    new RecompressPlan(2 + random.nextInt(18), Instant.MAX, 0, dictionaries),
                    null,
                    Pace.FREE);
        }

        private void condemn(LocalBlobStore store) {
            BlobId id = Blobs.idOf(any());
            fates.put(id, Fate.MAYBE);
            assertThat(store.condemn(id)).isTrue();
        }

        private void put(LocalBlobStore store, int count) {
            List<BlobUpload.Finished> finished = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] bytes = any();
                finished.add(Blobs.finish(store, bytes));
                fates.putIfAbsent(Blobs.idOf(bytes), Fate.MAYBE);
            }
            store.sync();
            for (BlobUpload.Finished each : finished) {
                fates.put(each.blob().id(), Fate.REQUIRED);
                each.blob().close();
            }
        }

        private byte[] any() {
            return contents.get(random.nextInt(contents.size()));
        }

        private void verify(LocalBlobStore store) {
            assertThat(store.startUpFindings())
                    .as("sound")
                    .allMatch(finding -> finding.what().contains("no mark proves"));
            for (byte[] bytes : contents) {
                BlobId id = Blobs.idOf(bytes);
                Optional<byte[]> found = Blobs.get(store, id);
                if (fates.get(id) == Fate.REQUIRED) {
                    assertThat(found).as("durable %s", id).isPresent();
                }
                found.ifPresent(read -> assertThat(read).as("whole %s", id).isEqualTo(bytes));
                if (found.isPresent()) {
                    fates.put(id, Fate.REQUIRED);
                } else {
                    fates.remove(id);
                }
            }
            store.scrub(ScrubDepth.DEEP, found -> assertThat(found).as("sound").isNull());
            verifyTallies(store);
        }

        private static void verifyTallies(LocalBlobStore store) {
            long[] sums = new long[3];
            store.forEach(blob -> {
                sums[0]++;
                sums[1] += blob.length();
                sums[2] += blob.storedBytes();
            });
            assertThat(store.stats().blobs()).as("tallies").isEqualTo(sums[0]);
            assertThat(store.stats().logicalBytes()).as("tallies").isEqualTo(sums[1]);
            assertThat(store.stats().physicalBytes()).as("tallies").isEqualTo(sums[2]);
        }

        private void check(Path root) {
            try (LocalBlobStore store = open(root, new PlainDisk())) {
                verify(store);
            }
        }
    }
}
