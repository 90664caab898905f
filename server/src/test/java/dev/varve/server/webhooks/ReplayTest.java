package dev.varve.server.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Position;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSettings;
import dev.varve.log.WebhookSettings.Format;
import dev.varve.log.WebhookSettings.Limits;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.projections.memory.MemoryStateStore;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.webhooks.Sender.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// One webhook beside those of the store, whose state can be held up.
class ReplayTest extends HookKit {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Gate gate = new Gate();

    /// Holds up one write.
    private static final class Gate implements StateStore {
        private final StateStore inner = new MemoryStateStore(Position.NONE);
        private final AtomicBoolean armed = new AtomicBoolean();
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public byte @Nullable [] get(String space, byte[] key) {
            return inner.get(space, key);
        }

        @Override
        public void scan(String space, byte[] from, RowVisitor visitor) {
            inner.scan(space, from, visitor);
        }

        @Override
        public void write(StateBatch batch) {
            if (armed.compareAndSet(true, false)) {
                entered.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            inner.write(batch);
        }

        @Override
        public Position begun() {
            return inner.begun();
        }

        @Override
        public void close() {}
    }

    private static final class NoAdmin implements Courier.Admin {
        @Override
        public Webhook disable(Webhook webhook, String why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void remove(Webhook webhook) {
            throw new IllegalStateException();
        }

        @Override
        public boolean exists(BucketId bucket) {
            return true;
        }
    }

    private Webhook made() {
        return webhooks()
                .create(
                        new WebhookName("w"),
                        new WebhookSettings(
                                null,
                                "https://a.example",
                                WebhookFilter.EVERYTHING,
                                Format.S3,
                                Limits.DEFAULT,
                                true,
                                ""),
                        Optional.empty())
                .orThrow()
                .webhook();
    }

    private Target target(Webhook webhook) {
        Facts facts =
                new Facts() {
                    @Override
                    public <R> R read(Function<ObjectReader, R> query) {
                        return webhooks().read(query);
                    }
                };
        Sender sender =
                (to, message) -> {
                    told.add(new Got(to.name().value(), message).toString());
                    return new Answer.Taken(200);
                };
        Courier.Tools courier =
                new Courier.Tools(
                        sender,
                        new Messages(facts, "eu-1"),
                        new NoAdmin(),
                        InstantSource.system(),
                        new Random(1));
        return new Target(
                webhook,
                varve.consumers().followed(),
                new Ledger(gate),
                new Target.Tools(new Expansion(facts), new Matching(facts), courier));
    }

    private long told(String what) {
        return told.stream().filter(what::equals).count();
    }

    @Test
    void replayIsNotLostToAPlaceThatIsBeingKept() throws Exception {
        Target target = target(made());
        try (target) {
            bucket(Versioning.OFF);
            target.start();
            await(() -> told("s3:BucketCreated:Put photos") == 1);
            Thread.sleep(300);
            gate.armed.set(true);
            put("a");
            gate.entered.await();
            Thread replay = Thread.ofVirtual().start(() -> target.replay(Position.FIRST));
            replay.join(Duration.ofMillis(300));
            gate.release.countDown();
            replay.join();
            await(() -> told("s3:BucketCreated:Put photos") == 2);
            await(() -> told("s3:ObjectCreated:Put photos/a") == 2);
        } finally {
            gate.release.countDown();
        }
    }
}
