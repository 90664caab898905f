package dev.varve.server.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import dev.varve.server.consumers.Status.State;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NudgeTest {
    private static final Duration AFTER = Duration.ofMillis(50);
    private static final Duration APART = Duration.ofMillis(300);
    private final HarnessKit kit = new HarnessKit();
    private final AtomicInteger runs = new AtomicInteger();

    @AfterEach
    void close() {
        kit.close();
    }

    private Consumer chore(Chore.Work work) {
        kit.consumers().add(Chore.of("chore", "does something", Duration.ZERO, work));
        kit.consumers().start();
        return kit.consumers().find("chore").orElseThrow();
    }

    @Test
    void manyWhoAskShareOneRun() throws InterruptedException {
        Nudge nudge = new Nudge(chore(_ -> runs.incrementAndGet()), AFTER, APART);
        for (int i = 0; i < 1000; i++) {
            nudge.run();
        }
        await().untilAtomic(runs, is(1));
        Thread.sleep(200);
        assertThat(runs).hasValue(1);
        nudge.run();
        await().untilAtomic(runs, is(2));
    }

    @Test
    void runsAreApartHoweverLongSomebodyAsks() throws InterruptedException {
        Nudge nudge = new Nudge(chore(_ -> runs.incrementAndGet()), AFTER, APART);
        long begun = System.nanoTime();
        while (runs.get() < 3) {
            nudge.run();
            Thread.sleep(1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(AFTER.plus(APART.multipliedBy(2)));
    }

    @Test
    void whoAsksDuringARunGetsAnother() {
        Nudge[] nudge = new Nudge[1];
        nudge[0] =
                new Nudge(
                        chore(_ -> {
                            if (runs.incrementAndGet() == 1) {
                                nudge[0].run();
                            }
                        }),
                        AFTER,
                        APART);
        nudge[0].run();
        await().untilAtomic(runs, is(2));
    }

    @Test
    void leavesAloneWhatFails() throws InterruptedException {
        Consumer chore =
                chore(_ -> {
                    runs.incrementAndGet();
                    throw new IllegalStateException("broken");
                });
        Nudge nudge = new Nudge(chore, AFTER, APART);
        nudge.run();
        await().until(() -> chore.status().state() == State.WAITING);
        nudge.run();
        Thread.sleep(200);
        assertThat(runs).hasValue(1);
    }
}
