package dev.varve.projections.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.Story;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever RocksDB flushed by itself before a crash, what is left is the view at its cut.
class RocksCrashTest {
    /// So small that it flushes by itself every few hundred events.
    private static final RocksConfig SMALL = new RocksConfig(1 << 20, 1 << 19);

    @TempDir private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void leavesExactlyTheStateAtItsCut() {
        RocksViewStore store = RocksViewStore.open(directory, SMALL);
        Story story = new Story(store);
        story.createBucket("bucket", BucketSettings.DEFAULT);
        Position kept = Position.NONE;
        for (int crash = 0; crash < 3; crash++) {
            int events = 400 + random.nextInt(600);
            for (int i = 0; i < events; i++) {
                story.put("key-" + random.nextInt(200), random.nextInt(300));
            }
            if (random.nextBoolean()) {
                store.flush();
            }
            Position promised = store.flushedCut().of(Story.ORIGIN);
            store.abandon();
            store = RocksViewStore.open(directory, SMALL);
            kept = store.cut().of(Story.ORIGIN);
            assertThat(kept).as("seed %d", seed).isGreaterThanOrEqualTo(promised);
            assertThat(digest(store))
                    .as("seed %d", seed)
                    .isEqualTo(rebuilt(story.told().subList(0, (int) kept.value() + 1)));
            story.continueOn(store);
        }
        assertThat(kept.isNone()).as("seed %d: it did flush by itself", seed).isFalse();
        assertThat(digest(store)).isEqualTo(rebuilt(story.told()));
        store.close();
    }

    private static Hash256 digest(ViewStore store) {
        try (ViewSnapshot snapshot = store.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }

    private static Hash256 rebuilt(List<Recorded> events) {
        try (MemoryViewStore store = new MemoryViewStore()) {
            Story story = new Story(store);
            events.forEach(story::retell);
            return digest(store);
        }
    }
}
