package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobUpload;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stored blob goes bad. While readers find that out and reclaim runs, uploads of the same
/// content arrive.
///
/// Invariants: `never served`: no reader gets wrong bytes; `healed`: once an upload that began after
/// the quarantine is synced, the blob reads as its content, and the damaged bytes are given back.
class QuarantineRaceSimulation {
    private static final int ROUNDS = 150;
    @TempDir Path directory;
    private final MemoryPlacementIndex index = new MemoryPlacementIndex();

    @Test
    void healsWhatIsStoredAnew() throws Exception {
        long seed = Long.getLong("varve.seed", System.nanoTime());
        Random random = new Random(seed);
        BlobOptions options = LocalBlobStoreTest.options(directory);
        try (LocalBlobStore store =
                        LocalBlobStore.open(options, new PlainDisk(), index, DomainKeys.NONE);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < ROUNDS; round++) {
                int length = 100 + random.nextInt(round % 2 == 0 ? 3000 : 20_000);
                round(store, threads, Blobs.random(seed + round, length), "seed " + seed);
            }
            assertThat(store.stats().quarantined()).as("seed %s", seed).isZero();
        }
    }

    private void round(LocalBlobStore store, ExecutorService threads, byte[] bytes, String name)
            throws Exception {
        BlobId id = Blobs.put(store, bytes);
        spoil(id);
        List<Future<?>> tasks = new ArrayList<>();
        tasks.add(threads.submit(() -> assertThat(readable(store, id, bytes, name)).isFalse()));
        tasks.add(threads.submit(() -> assertThat(readable(store, id, bytes, name)).isFalse()));
        join(tasks);
        assertThat(store.pin(id)).as(name).isEmpty();

        tasks.add(threads.submit(() -> restore(store, bytes)));
        tasks.add(threads.submit(() -> restore(store, bytes)));
        tasks.add(threads.submit(() -> readable(store, id, bytes, name)));
        tasks.add(threads.submit(() -> store.reclaim()));
        join(tasks);
        assertThat(Blobs.get(store, id)).as("healed, %s", name).hasValue(bytes);
    }

    private static void join(List<Future<?>> tasks) throws Exception {
        for (Future<?> task : tasks) {
            task.get(30, TimeUnit.SECONDS);
        }
        tasks.clear();
    }

    private static void restore(LocalBlobStore store, byte[] bytes) {
        BlobUpload.Finished finished = Blobs.finish(store, bytes);
        try (PinnedBlob blob = finished.blob()) {
            store.sync();
            assertThat(Blobs.read(blob)).isEqualTo(bytes);
        }
    }

    private static boolean readable(LocalBlobStore store, BlobId id, byte[] bytes, String name) {
        try {
            Optional<byte[]> read = Blobs.get(store, id);
            read.ifPresent(
                    found -> assertThat(found).as("never served, %s", name).isEqualTo(bytes));
            return read.isPresent();
        } catch (StoreException.Corrupt e) {
            return false;
        }
    }

    private void spoil(BlobId id) throws IOException {
        Layout layout = new Layout(directory);
        switch (index.find(id).orElseThrow()) {
            case Placement.InPack in -> flip(layout.pack(in.pack()), in.offset() + 80);
            case Placement.LargeFile file -> flip(layout.large(id, file.generation()), 80);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.seek(at);
            int old = opened.read();
            opened.seek(at);
            opened.write(old ^ 0x10);
        }
    }
}
