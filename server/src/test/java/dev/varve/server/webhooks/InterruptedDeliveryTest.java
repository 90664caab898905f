package dev.varve.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.consumers.Consumer;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Retention;
import dev.varve.server.consumers.Status.State;
import dev.varve.server.store.CopyRequest;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.webhooks.Sender.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliveries that a stop, a crash, or a long absence breaks off.
class InterruptedDeliveryTest extends HookKit {
    private static final int KEYS = 5000;
    private static final int AT_ONCE = 250;

    private static String key(int i) {
        return "in/%05d".formatted(i);
    }

    private void fill() {
        put("from");
        for (int i = 0; i < KEYS; i += AT_ONCE) {
            List<TransactionRequest.Part> parts = new ArrayList<>();
            for (int j = i; j < i + AT_ONCE; j++) {
                parts.add(
                        new TransactionRequest.Copy(
                                CopyRequest.of(
                                        ReadRequest.of(PHOTOS, ObjectKey.of("from")),
                                        PHOTOS,
                                        ObjectKey.of(key(j)))));
            }
            store().transaction(new TransactionRequest(parts)).orThrow();
        }
    }

    private List<String> keys() {
        return got.stream().map(Got::key).toList();
    }

    private Ledger ledger() {
        return new Ledger(varve.consumers().state());
    }

    /// Takes nothing any more from some delivery on: it hangs.
    private CountDownLatch hangAfter(int deliveries) {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        receiver =
                _ -> {
                    if (got.size() >= deliveries) {
                        reached.countDown();
                        try {
                            never.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                    return new Answer.Taken(200);
                };
        return reached;
    }

    private boolean keepsMidway(Webhook webhook, AtomicReference<Ledger.Place> midway) {
        ledger().place(webhook.since())
                .filter(place -> place.next().after() != null)
                .ifPresent(midway::set);
        return midway.get() != null;
    }

    /// @param crash whether what was kept of the way is older than what was delivered
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void largeEventGoesOnInItsMiddleAndMissesNoKey(boolean crash) throws Exception {
        bucket(Versioning.OFF);
        fill();
        Webhook webhook = webhook("w");
        CountDownLatch reached = hangAfter(2000);
        store().deletePrefix(PrefixDelete.of(PHOTOS, "in/")).orThrow();
        AtomicReference<Ledger.Place> midway = new AtomicReference<>();
        await(() -> keepsMidway(webhook, midway));
        reached.await();
        varve.maintenance().settle();
        beforeDeliveries =
                () -> {
                    if (crash) {
                        ledger().keep(webhook.since(), midway.get());
                    }
                };
        close();
        List<String> before = keys();
        got.clear();
        receiver = _ -> new Answer.Taken(200);
        open();
        await(() -> !got.isEmpty() && got.getLast().key().equals(key(KEYS - 1)));
        List<String> after = keys();
        assertThat(before).hasSizeGreaterThanOrEqualTo(2000).isSorted().doesNotHaveDuplicates();
        assertThat(after).hasSizeLessThan(KEYS).isSorted().doesNotHaveDuplicates();
        Set<String> all = new HashSet<>(before);
        all.addAll(after);
        assertThat(all).hasSize(KEYS);
        if (crash) {
            assertThat(before).contains(after.getFirst());
        }
    }

    private Consumer consumer() {
        return varve.consumers().find("webhook-w").orElseThrow();
    }

    private void refusesToGoOnByItself() {
        assertThatThrownBy(() -> consumer().resume())
                .isInstanceOf(ConsumerRefusal.class)
                .hasMessageContaining("replay");
        assertThat(consumer().needs()).isEmpty();
    }

    private void replays(Webhook webhook) throws InterruptedException {
        got.clear();
        deliveries.replay(webhook, Position.FIRST);
        consumer().resume();
        assertThat(told(3))
                .containsExactly(
                        "s3:BucketCreated:Put photos",
                        "s3:ObjectCreated:Put photos/a",
                        "s3:ObjectCreated:Put photos/b");
        assertThat(deliveries.status(webhook).state()).isEqualTo(State.RUNNING);
        assertThat(deliveries.status(webhook).lastError()).isEmpty();
    }

    @Test
    void webhookThatFellBackTooFarLapsesAlsoAfterRestartUntilItIsReplayed() throws Exception {
        close();
        retention = new Retention(Duration.ofMillis(1), 0);
        open();
        Webhook webhook = webhook("w");
        bucket(Versioning.OFF);
        put("a");
        told(2);
        consumer().pause();
        put("b");
        Thread.sleep(20);
        varve.consumers().find("retention").orElseThrow().runNow();
        await(() -> deliveries.status(webhook).state() == State.LAPSED);
        assertThat(deliveries.status(webhook).lastError()).contains("fell back", "replay it");
        refusesToGoOnByItself();
        close();
        open();
        assertThat(deliveries.status(webhook).state()).isEqualTo(State.LAPSED);
        assertThat(deliveries.status(webhook).lastError()).contains("fell back", "replay it");
        assertThat(got).hasSize(2);
        replays(webhook);
    }

    @Test
    void webhookWhosePlaceWasLostNeedsAStartAndTellsNothingUntilThen() throws Exception {
        Webhook webhook = webhook("w");
        bucket(Versioning.OFF);
        put("a");
        put("b");
        told(3);
        close();
        delete(data.resolve("consumers"));
        got.clear();
        open();
        assertThat(deliveries.status(webhook).state()).isEqualTo(State.NEEDS_START);
        assertThat(deliveries.status(webhook).lastError()).contains("not known", "replay it");
        refusesToGoOnByItself();
        Thread.sleep(300);
        assertThat(got).isEmpty();
        replays(webhook);
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
