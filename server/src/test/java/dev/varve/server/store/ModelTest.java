package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ObjectFold;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random operations against the model. `-Dvarve.model.operations` and `-Dvarve.model.seed` change
/// how many and which.
class ModelTest {
    private static final int AN_ERA = 2000;
    private static final int OPERATIONS = Integer.getInteger("varve.model.operations", 20_000);
    private static final int REAL_OPERATIONS = Math.max(2000, OPERATIONS / 100);
    private static final int BETWEEN_REOPENINGS = 250;

    private final long seed = Long.getLong("varve.model.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final SettableClock clock = new SettableClock();

    @TempDir Path data;

    @FunctionalInterface
    private interface Between {
        void operations(int done);
    }

    private void run(
            ModelRun.Subject subject, SettableClock time, int operations, Between between) {
        System.out.println("model of " + operations + " operations, seed " + seed);
        for (int done = 0; done < operations; ) {
            ModelRun run =
                    new ModelRun(subject, time, random, new BucketName("era-" + done / AN_ERA));
            for (int era = 0; era < AN_ERA && done < operations; era++, done++) {
                step(run);
                between.operations(done);
            }
        }
    }

    private void step(ModelRun run) {
        try {
            run.step();
        } catch (RuntimeException | AssertionError e) { // to say what led here
            throw new AssertionError("seed " + seed + ", after\n" + run.tail(), e);
        }
    }

    @Test
    void answersLikeTheModelOnMemory() {
        try (StoreKit kit = StoreKit.open(Limits.DEFAULT.withPartBytes(1))) {
            ModelRun.Subject subject =
                    new ModelRun.Subject() {
                        @Override
                        public ObjectStore store() {
                            return kit.store();
                        }

                        @Override
                        public Maintenance maintenance() {
                            return kit.maintenance;
                        }
                    };
            run(subject, kit.clock, OPERATIONS, done -> {});
            kit.maintenance.settle();
            assertFoldsToTheSame(kit);
        }
    }

    /// The writer signs after the answers of a batch, so it is asked for one more answer.
    private static void assertFoldsToTheSame(StoreKit kit) {
        kit.store().delete(new BucketName("nowhere"), ObjectKey.of("nothing"));
        try (ViewStore fresh = new MemoryViewStore();
                Projector projector = new Projector(kit.journal, fresh, new ObjectFold())) {
            projector.catchUp();
            try (ViewSnapshot rebuilt = fresh.snapshot();
                    ViewSnapshot served = kit.views.snapshot()) {
                assertThat(ViewDigest.of(rebuilt)).isEqualTo(ViewDigest.of(served));
            }
        }
    }

    @Test
    void answersLikeTheModelOnDiskAndAfterReopening() {
        try (RealStore real = new RealStore(data, clock).withoutPurges()) {
            ModelRun.Subject subject =
                    new ModelRun.Subject() {
                        @Override
                        public ObjectStore store() {
                            return real.store();
                        }

                        @Override
                        public Maintenance maintenance() {
                            return real.varve().maintenance();
                        }
                    };
            run(
                    subject,
                    clock,
                    REAL_OPERATIONS,
                    done -> {
                        if (done % BETWEEN_REOPENINGS == BETWEEN_REOPENINGS - 1) {
                            real.reopen();
                        }
                    });
        }
    }
}
