package dev.varve.server.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.server.consumers.Status.State;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChoreTest {
    private static final Duration OFTEN = Duration.ofMillis(5);
    private final HarnessKit kit = new HarnessKit();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        kit.close();
    }

    private Consumer chore(Duration every, Chore.Work work) {
        kit.consumers().add(Chore.of("chore", "does something", every, work));
        kit.consumers().start();
        return kit.consumers().find("chore").orElseThrow();
    }

    @Test
    void runsAgainAndAgain() {
        Consumer chore = chore(OFTEN, run -> run.figure("runs", runs.incrementAndGet()));
        await().until(() -> runs.get() > 3);
        assertThat(chore.status().figures().get("runs")).isPositive();
        assertThat(chore.status().lastRun()).isNotNull();
        assertThat(chore.status().nextRun()).isNotNull();
        assertThat(chore.status().position()).isNull();
    }

    @Test
    void runsOnlyWhenAskedWithoutATime() throws InterruptedException {
        Consumer chore = chore(Duration.ZERO, _ -> runs.incrementAndGet());
        Thread.sleep(100);
        assertThat(runs).hasValue(0);
        assertThat(chore.status().nextRun()).isNull();
        chore.runNow();
        await().untilAtomic(runs, is(1));
        chore.runNow();
        await().untilAtomic(runs, is(2));
    }

    @Test
    void isTriedAgainAfterAFailure() {
        Consumer chore =
                chore(
                        OFTEN,
                        _ -> {
                            if (runs.incrementAndGet() < 3) {
                                throw new IllegalStateException("not yet");
                            }
                        });
        await().until(() -> runs.get() >= 3 && chore.status().state() == State.RUNNING);
        assertThat(chore.status().lastError()).isEmpty();
        assertThat(chore.status().failures()).isZero();
    }

    @Test
    void tellsOfAFailureUntilItWentWell() {
        Consumer chore =
                chore(
                        Duration.ofHours(1),
                        _ -> {
                            throw new IllegalStateException("broken");
                        });
        chore.runNow();
        await().until(() -> chore.status().state() == State.WAITING);
        assertThat(chore.status().lastError()).isEqualTo("broken");
        assertThat(chore.status().failures()).isOne();
    }

    @Test
    void doesNothingWhileItIsPaused() throws InterruptedException {
        Consumer chore = chore(OFTEN, _ -> runs.incrementAndGet());
        await().until(() -> runs.get() > 0);
        chore.pause();
        Thread.sleep(50);
        int then = runs.get();
        Thread.sleep(100);
        assertThat(runs).hasValue(then);
        assertThatThrownBy(chore::runNow).isInstanceOf(ConsumerRefusal.class);
        chore.resume();
        await().until(() -> runs.get() > then);
    }

    @Test
    void hearsThatItShouldStopWhenItIsPausedOrClosed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Consumer chore =
                chore(
                        OFTEN,
                        run -> {
                            begun.countDown();
                            while (run.goesOn()) {
                                Thread.sleep(1);
                            }
                            ended.countDown();
                        });
        begun.await();
        chore.pause();
        ended.await();
        chore.resume();
        chore.close();
        assertThat(chore.status().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void endsWhenTheStoreIsClosed() {
        Consumer chore =
                chore(
                        OFTEN,
                        _ -> {
                            throw new StoreException.Closed("closed");
                        });
        await().until(() -> chore.status().state() == State.CLOSED);
    }

    @Test
    void cannotBeReplayed() {
        Consumer chore = chore(OFTEN, _ -> {});
        assertThatThrownBy(() -> chore.replay(Position.FIRST))
                .isInstanceOf(ConsumerRefusal.class)
                .hasMessageContaining("no journal");
    }

    @Test
    void namesAreUnique() {
        chore(OFTEN, _ -> {});
        Chore same = Chore.of("chore", "", OFTEN, _ -> {});
        assertThatThrownBy(() -> kit.consumers().add(same))
                .isInstanceOf(IllegalStateException.class);
    }
}
