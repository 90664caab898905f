package dev.varve.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSettings;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.webhooks.Sender.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is not delivered stays in the journal, not in memory. With `-Dvarve.webhooks.backlog=1000000` a
/// million of it.
class BacklogTest {
    private static final int BACKLOG = Integer.getInteger("varve.webhooks.backlog", 20_000);
    private static final int KEYS = 500;
    private static final BucketName BUCKET = new BucketName("bucket");
    private static final long MIB = 1 << 20;

    @TempDir private Path data;

    @Test
    void memoryIsBoundedWhateverIsNotDelivered() throws Exception {
        CountDownLatch up = new CountDownLatch(1);
        AtomicLong taken = new AtomicLong();
        CountDownLatch asked = new CountDownLatch(1);
        Sender receiver =
                (_, _) -> {
                    asked.countDown();
                    awaitUp(up);
                    taken.incrementAndGet();
                    return new Answer.Taken(200);
                };
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0))) {
            Deliveries all = Deliveries.start(varve, receiver, InstantSource.system(), "us-east-1");
            ObjectStore store = varve.store();
            store.buckets().create(BUCKET).orThrow();
            for (int i = 0; i < KEYS; i++) {
                store.put(PutRequest.of(BUCKET, key(i), Body.of(new byte[1]))).orThrow();
            }
            Webhook webhook = make(varve);
            all.look();
            long before = used();
            for (int i = 0; i < BACKLOG / KEYS; i++) {
                store.transaction(change(i)).orThrow();
            }
            asked.await();
            long grown = used() - before;
            Map<String, Long> figures = all.status(webhook).figures();
            System.err.printf(
                    "%d undelivered events: %d MiB more, %s%n", BACKLOG, grown / MIB, figures);
            assertThat(figures.getOrDefault("waiting", 0L)).isLessThanOrEqualTo(Window.SIZE);
            assertThat(grown).isLessThan(64 * MIB);
            up.countDown();
            long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
            while (taken.get() < BACKLOG && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            assertThat(taken.get()).isGreaterThanOrEqualTo(BACKLOG);
        }
    }

    /// It hangs.
    private static void awaitUp(CountDownLatch up) {
        try {
            up.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectKey key(int i) {
        return ObjectKey.of("key-" + i);
    }

    private static Webhook make(Varve varve) {
        return varve.webhooks(Provenance.SYSTEM)
                .create(
                        new WebhookName("w"),
                        new WebhookSettings(
                                null,
                                "https://a.example",
                                WebhookFilter.EVERYTHING,
                                WebhookSettings.Format.S3,
                                new WebhookSettings.Limits(
                                        64, Duration.ofSeconds(1), 1000, Duration.ofDays(30)),
                                true,
                                ""),
                        Optional.empty())
                .orThrow()
                .webhook();
    }

    private static TransactionRequest change(int round) {
        List<TransactionRequest.Part> parts = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            parts.add(
                    new TransactionRequest.Change(
                            BUCKET,
                            key(i),
                            null,
                            new AttributeChange.SetTags(
                                    new TreeMap<>(Map.of("round", "" + round)))));
        }
        return new TransactionRequest(parts);
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
