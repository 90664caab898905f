package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.RecompressPlan;
import dev.varve.log.BlobStore.RecompressStep;
import dev.varve.log.Pace;
import dev.varve.log.PinnedBlob;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The moments at which a race is decided, each held open by a fake while the other side acts.
class RaceWindowsTest {
    @TempDir Path directory;
    private final Hooks hooks = new Hooks();

    private LocalBlobStore open() {
        return LocalBlobStore.open(
                LocalBlobStoreTest.options(directory), hooks, hooks.index, DomainKeys.NONE);
    }

    @Test
    void aBlobFoundForAPinCannotBeCondemnedAnyMore() {
        try (LocalBlobStore store = open()) {
            byte[] bytes = Blobs.random(1, 1000);
            BlobId id = Blobs.put(store, bytes);
            List<Boolean> condemned = new ArrayList<>();
            hooks.afterFind.set(() -> condemned.add(store.condemn(id)));

            Optional<PinnedBlob> pinned = store.pin(id);

            assertThat(condemned).containsExactly(false);
            assertThat(Blobs.read(pinned.orElseThrow())).isEqualTo(bytes);
        }
    }

    @Test
    void aDedupHitCannotBeCondemnedAnyMore() {
        try (LocalBlobStore store = open()) {
            byte[] bytes = Blobs.random(1, 50_000);
            BlobId id = Blobs.put(store, bytes);
            List<Boolean> condemned = new ArrayList<>();
            hooks.afterFind.set(() -> condemned.add(store.condemn(id)));

            try (PinnedBlob blob = Blobs.finish(store, bytes).blob()) {
                store.reclaim();
                assertThat(condemned).containsExactly(false);
                assertThat(Blobs.read(blob)).isEqualTo(bytes);
            }
        }
    }

    @Test
    void aBlobCondemnedWhileItIsMovedStaysCondemned() {
        try (LocalBlobStore store = open()) {
            List<BlobId> ids = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ids.add(Blobs.put(store, Blobs.random(i, 1000)));
            }
            ids.subList(2, 100).forEach(store::condemn);
            List<Boolean> condemned = new ArrayList<>();
            hooks.beforeForce.set(() -> {
                if (store.stats().blobs() == 2) {
                    condemned.add(store.condemn(ids.getFirst()));
                }
            });

            assertThat(store.reclaim().packsCompacted()).isPositive();

            assertThat(condemned).containsExactly(true);
            assertThat(store.pin(ids.get(0))).isEmpty();
            assertThat(Blobs.get(store, ids.get(1))).hasValue(Blobs.random(1, 1000));
        }
    }

    private static final RecompressPlan SMALLER = new RecompressPlan(19, Instant.MAX, 0.01, false);

    /// What `meanwhile` does to the blob comes between its copy and the copy's sync.
    private RecompressStep recompress(LocalBlobStore store, byte[] bytes, Runnable meanwhile) {
        for (int i = 0; i < 80; i++) {
            Blobs.put(store, Blobs.random(i, 1000));
        }
        AtomicInteger forces = new AtomicInteger(bytes.length > 4096 ? 1 : 0);
        hooks.beforeForce.set(
                new Runnable() {
                    @Override
                    public void run() {
                        // The first force of a large copy is of its own file.
                        if (forces.getAndDecrement() > 0) {
                            hooks.beforeForce.set(this);
                        } else {
                            meanwhile.run();
                        }
                    }
                });
        RecompressStep step = store.recompress(SMALLER, null, Pace.FREE);
        assertThat(forces.get()).as("it came to that").isNegative();
        return step;
    }

    @Test
    void aBlobCondemnedWhileItIsRecompressedStaysCondemned() {
        for (int length : new int[] {3000, 50_000}) {
            try (LocalBlobStore store = open()) {
                byte[] bytes = Blobs.text(length, length);
                BlobId id = Blobs.put(store, bytes);
                RecompressStep step =
                        recompress(store, bytes, () -> assertThat(store.condemn(id)).isTrue());

                assertThat(step.summary().findings()).as("the copy is dropped").isZero();
                assertThat(store.find(id)).isEmpty();
                store.reclaim();
                assertThat(Blobs.get(store, Blobs.put(store, bytes))).hasValue(bytes);
            }
        }
    }

    @Test
    void aBlobQuarantinedWhileItIsRecompressedStaysInQuarantine() {
        for (int length : new int[] {3000, 50_000}) {
            try (LocalBlobStore store = open()) {
                byte[] bytes = Blobs.text(length, length);
                BlobId id = Blobs.put(store, bytes);
                Placement at = hooks.index.find(id).orElseThrow();
                RecompressStep step =
                        recompress(
                                store,
                                bytes,
                                () ->
                                        hooks.index.apply(
                                                new PlacementIndex.Changes(
                                                        Map.of(id, at.inQuarantine()),
                                                        Set.of(),
                                                        Map.of(),
                                                        Set.of())));

                assertThat(step.summary().findings()).isZero();
                assertThat(store.pin(id)).isEmpty();
            }
        }
    }

    @Test
    void aBlobPutAnewWhileItIsRecompressedKeepsItsNewPlace() {
        for (int length : new int[] {3000, 50_000}) {
            try (LocalBlobStore store = open()) {
                byte[] bytes = Blobs.text(length, length);
                BlobId id = Blobs.put(store, bytes);
                RecompressStep step =
                        recompress(
                                store,
                                bytes,
                                () -> {
                                    store.condemn(id);
                                    Blobs.finish(store, bytes).blob().close();
                                });
                store.sync();

                assertThat(step.summary().findings()).isZero();
                store.reclaim();
                assertThat(Blobs.get(store, id)).hasValue(bytes);
            }
        }
    }

    @Test
    void aBlobCondemnedDuringItsSyncDoesNotComeBack() {
        try (LocalBlobStore store = open()) {
            Blobs.put(store, Blobs.random(0, 10));
            byte[] bytes = Blobs.random(1, 1000);
            BlobId id = Blobs.idOf(bytes);
            Blobs.finish(store, bytes).blob().close();
            hooks.beforeForce.set(() -> assertThat(store.condemn(id)).isTrue());

            store.sync();

            assertThat(store.pin(id)).isEmpty();
            assertThat(store.stats().blobs()).isEqualTo(1);
        }
    }

    @Test
    void anUploadBetweenCondemnAndReclaimStays() {
        for (int length : new int[] {1000, 50_000}) {
            try (LocalBlobStore store = open()) {
                byte[] bytes = Blobs.random(length, length);
                BlobId id = Blobs.put(store, bytes);
                store.condemn(id);
                hooks.beforeFlush.set(() -> Blobs.put(store, bytes));

                store.reclaim();
                store.reclaim();

                assertThat(Blobs.get(store, id)).hasValue(bytes);
            }
        }
    }

    /// One-shot interruptions.
    private static final class Hooks extends PlainDisk {
        private final AtomicReference<Runnable> afterFind = new AtomicReference<>(this::nothing);
        private final AtomicReference<Runnable> beforeForce = new AtomicReference<>(this::nothing);
        private final AtomicReference<Runnable> beforeFlush = new AtomicReference<>(this::nothing);
        private final PlacementIndex index = new HookedIndex();

        private void nothing() {}

        @Override
        public void force(Path file, FileChannel channel) throws IOException {
            beforeForce.getAndSet(this::nothing).run();
        }

        private final class HookedIndex implements PlacementIndex {
            private final MemoryPlacementIndex inner = new MemoryPlacementIndex();

            @Override
            public Optional<Placement> find(BlobId id) {
                Optional<Placement> found = inner.find(id);
                afterFind.getAndSet(Hooks.this::nothing).run();
                return found;
            }

            @Override
            public void apply(Changes changes) {
                inner.apply(changes);
            }

            @Override
            public Map<Integer, Tally> tallies() {
                return inner.tallies();
            }

            @Override
            public void forEach(BiConsumer<BlobId, Placement> each) {
                inner.forEach(each);
            }

            @Override
            public List<BlobId> page(@Nullable BlobId after, int limit) {
                return inner.page(after, limit);
            }

            @Override
            public void flush() {
                beforeFlush.getAndSet(Hooks.this::nothing).run();
            }

            @Override
            public void close() {}
        }
    }
}
