package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobUpload;
import dev.varve.log.StoreException;
import dev.varve.log.disk.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTest {
    private static final int SMALL = 1000;
    private static final int LARGE = 30_000;
    @TempDir Path directory;
    private final FaultyDisk disk = new FaultyDisk();
    private final MemoryPlacementIndex index = new MemoryPlacementIndex();

    private LocalBlobStore open() {
        return LocalBlobStore.open(
                LocalBlobStoreTest.options(directory), disk, index, DomainKeys.NONE);
    }

    private static boolean isPack(Path file) {
        return file.toString().endsWith(".pack");
    }

    private long temporaries() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.count();
        }
    }

    @Test
    void takesNoMoreWritesAfterAFailedSync() {
        LocalBlobStore store = open();
        BlobId kept = Blobs.put(store, Blobs.random(1, SMALL));
        Blobs.finish(store, Blobs.random(2, SMALL));
        disk.failForce(FaultTest::isPack, 1);

        assertThatThrownBy(store::sync).isInstanceOf(StoreException.Failed.class);
        disk.heal();

        assertThatThrownBy(store::sync).isInstanceOf(StoreException.Failed.class);
        assertThatThrownBy(() -> store.upload(BlobHints.of(Set.of())))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("takes no more writes");
        assertThatThrownBy(() -> store.condemn(kept)).isInstanceOf(StoreException.Failed.class);
        assertThatThrownBy(store::reclaim).isInstanceOf(StoreException.Failed.class);
        assertThat(store.pin(Blobs.idOf(Blobs.random(2, SMALL)))).isEmpty();
        assertThat(Blobs.get(store, kept)).hasValue(Blobs.random(1, SMALL));
        store.close();
    }

    @Test
    void recoversExactlyWhatWasSyncedWhenAFailedSyncDroppedItsPages() {
        disk.keepImages();
        byte[] first = Blobs.random(1, SMALL);
        byte[] second = Blobs.random(2, SMALL);
        LocalBlobStore store = open();
        Blobs.put(store, first);
        Blobs.finish(store, second);
        disk.failForceDroppingPages(FaultTest::isPack, 1);
        assertThatThrownBy(store::sync).isInstanceOf(StoreException.Failed.class);
        store.close();
        disk.heal();

        try (LocalBlobStore again = open()) {
            assertThat(again.startUpFindings()).isEmpty();
            assertThat(Blobs.get(again, Blobs.idOf(first))).hasValue(first);
            assertThat(again.pin(Blobs.idOf(second))).isEmpty();
            BlobId id = Blobs.put(again, second);
            assertThat(Blobs.get(again, id)).hasValue(second);
        }
    }

    @Test
    void aFailedForceOfALargeFileStopsWritesToo() {
        LocalBlobStore store = open();
        disk.failForce(file -> file.toString().contains("tmp"), 1);
        assertThatThrownBy(() -> Blobs.finish(store, Blobs.random(1, LARGE)))
                .isInstanceOf(StoreException.Failed.class);
        disk.heal();

        assertThatThrownBy(() -> Blobs.finish(store, Blobs.random(2, SMALL)))
                .isInstanceOf(StoreException.Failed.class);
        store.close();
    }

    @Test
    void aFullVolumeRefusesUploadsAndNothingElse() throws IOException {
        Map<BlobId, byte[]> kept = new HashMap<>();
        try (LocalBlobStore store = open()) {
            for (int budget = 0; budget < 60_000; budget += 1713) {
                disk.limitSpace(budget);
                for (int i = 0; i < 30; i++) {
                    byte[] bytes = Blobs.random(budget + i, i % 5 == 0 ? LARGE : SMALL + 13 * i);
                    try {
                        BlobUpload.Finished finished = Blobs.finish(store, bytes);
                        kept.put(finished.blob().id(), bytes);
                        finished.blob().close();
                    } catch (StoreException.OutOfSpace e) {
                        assertThat(e).hasMessageContaining("no space");
                    }
                }
                disk.heal();
                store.sync();
                assertThat(temporaries()).isZero();
                byte[] after = Blobs.random(-budget, SMALL);
                kept.put(Blobs.put(store, after), after);
            }
            assertHolds(store, kept);
        }
        MemoryPlacementIndex rebuilt = new MemoryPlacementIndex();
        try (LocalBlobStore store =
                LocalBlobStore.open(
                        LocalBlobStoreTest.options(directory), disk, rebuilt, DomainKeys.NONE)) {
            assertThat(store.startUpFindings()).isEmpty();
            assertHolds(store, kept);
        }
    }

    private static void assertHolds(LocalBlobStore store, Map<BlobId, byte[]> kept) {
        assertThat(store.stats().blobs()).isEqualTo(kept.size());
        kept.forEach((id, bytes) -> assertThat(Blobs.get(store, id)).hasValue(bytes));
    }

    @Test
    void freesSpaceOnAFullVolume() {
        try (LocalBlobStore store = open()) {
            for (int i = 0; i < 40; i++) {
                store.condemn(Blobs.put(store, Blobs.random(i, SMALL)));
                store.condemn(Blobs.put(store, Blobs.random(1000 + i, LARGE)));
            }
            disk.limitSpace(0);

            assertThat(store.reclaim().bytes()).isGreaterThan(40L * LARGE);
            disk.heal();
        }
    }

    @Test
    void forcesOncePerSyncHoweverManyBlobs() {
        try (LocalBlobStore store = open()) {
            Blobs.put(store, Blobs.random(1, 10));
            int before = disk.forces();
            for (int i = 0; i < 50; i++) {
                Blobs.finish(store, Blobs.random(100 + i, 50)).blob().close();
            }
            assertThat(disk.forces()).isEqualTo(before);
            store.sync();
            store.sync();

            assertThat(disk.forces()).isEqualTo(before + 1);
        }
    }

    @Test
    void forcesALargeFileAndItsDirectories() {
        try (LocalBlobStore store = open()) {
            int files = disk.forces();
            int directories = disk.directoryForces();
            Blobs.finish(store, Blobs.random(1, LARGE)).blob().close();

            assertThat(disk.forces()).isEqualTo(files + 1);
            assertThat(disk.directoryForces()).isEqualTo(directories + 2);
        }
    }

    @Test
    void appendsGoOnWhileASyncForces() throws Exception {
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch appended = new CountDownLatch(1);
        SlowDisk slow = new SlowDisk(forcing, appended);
        try (LocalBlobStore store =
                LocalBlobStore.open(
                        LocalBlobStoreTest.options(directory), slow, index, DomainKeys.NONE)) {
            BlobId first = Blobs.put(store, Blobs.random(1, SMALL));
            Blobs.finish(store, Blobs.random(2, SMALL)).blob().close();
            slow.wait = true;
            Thread syncing = Thread.ofVirtual().start(store::sync);
            assertThat(forcing.await(10, TimeUnit.SECONDS)).isTrue();

            byte[] late = Blobs.random(3, SMALL);
            Blobs.finish(store, late).blob().close();
            appended.countDown();
            syncing.join();

            assertThat(store.pin(first)).isPresent();
            assertThat(store.pin(Blobs.idOf(Blobs.random(2, SMALL)))).isPresent();
            assertThat(store.pin(Blobs.idOf(late))).isEmpty();
            slow.wait = false;
            store.sync();
            assertThat(store.pin(Blobs.idOf(late))).isPresent();
        }
    }

    @Test
    void anInterruptedReaderDisturbsNobody() throws Exception {
        byte[] bytes = Blobs.random(1, SMALL);
        try (LocalBlobStore store = open()) {
            BlobId id = Blobs.put(store, bytes);
            interrupted(() ->
                    assertThatThrownBy(() -> Blobs.get(store, id))
                            .isInstanceOf(StoreException.Failed.class));

            assertThat(Blobs.get(store, id)).hasValue(bytes);
            Blobs.put(store, Blobs.random(2, SMALL));
        }
    }

    @Test
    void anInterruptedUploadDisturbsNobody() throws Exception {
        try (LocalBlobStore store = open()) {
            interrupted(() ->
                    assertThatThrownBy(() -> Blobs.finish(store, Blobs.random(1, LARGE)))
                            .isInstanceOf(StoreException.Failed.class));

            BlobId id = Blobs.put(store, Blobs.random(2, LARGE));
            assertThat(Blobs.get(store, id)).isPresent();
        }
    }

    private static void interrupted(Runnable work) throws Exception {
        FutureTask<Void> task =
                new FutureTask<>(() -> {
                    Thread.currentThread().interrupt();
                    work.run();
                    return null;
                });
        Thread.ofPlatform().start(task);
        task.get(10, TimeUnit.SECONDS);
    }

    private static final class SlowDisk extends PlainDisk {
        private final CountDownLatch forcing;
        private final CountDownLatch released;
        private volatile boolean wait;

        SlowDisk(CountDownLatch forcing, CountDownLatch released) {
            this.forcing = forcing;
            this.released = released;
        }

        @Override
        public void force(Path file, java.nio.channels.FileChannel channel) throws IOException {
            if (wait) {
                forcing.countDown();
                try {
                    if (!released.await(10, TimeUnit.SECONDS)) {
                        throw new IOException("nobody appended meanwhile");
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }
}
