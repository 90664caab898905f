package dev.varve.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static void awaitEnd(Job job) {
        await().until(() -> !job.isRunning());
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void runsOneOfAKindAtATime() {
        try (Jobs jobs = new Jobs(InstantSource.system())) {
            CountDownLatch go = new CountDownLatch(1);
            Job first = jobs.start("scrub", "root", _ -> hold(go)).orElseThrow();
            assertThat(jobs.start("scrub", "root", _ -> {})).isEmpty();
            awaitEnd(jobs.start("purge", "root", _ -> {}).orElseThrow());
            go.countDown();
            awaitEnd(first);
            awaitEnd(jobs.start("scrub", "root", _ -> {}).orElseThrow());
            assertThat(jobs.list()).hasSize(3);
        }
    }

    @Test
    void tellsOfFailureAndTakesTheNext() {
        try (Jobs jobs = new Jobs(InstantSource.system())) {
            Job job =
                    jobs.start(
                                    "purge",
                                    "root",
                                    it -> {
                                        it.figure("done", 3);
                                        throw new IllegalStateException("no luck");
                                    })
                            .orElseThrow();
            awaitEnd(job);
            assertThat(job.view().state()).isEqualTo("failed");
            assertThat(job.view().error()).isEqualTo("no luck");
            assertThat(job.view().figures()).containsEntry("done", 3L);
            assertThat(jobs.start("purge", "root", _ -> {})).isPresent();
        }
    }

    @Test
    void remembersTheLastOnes() {
        try (Jobs jobs = new Jobs(InstantSource.system())) {
            for (int i = 0; i < Jobs.REMEMBERED + 20; i++) {
                awaitEnd(jobs.start("flush", "root", _ -> {}).orElseThrow());
            }
            assertThat(jobs.list()).hasSize(Jobs.REMEMBERED);
        }
    }

    @Test
    void waitsForWhatRunsAndStartsNothingAfterwards() {
        AtomicInteger ended = new AtomicInteger();
        Jobs jobs = new Jobs(InstantSource.system());
        CountDownLatch begun = new CountDownLatch(1);
        jobs.start(
                "scrub",
                "root",
                _ -> {
                    begun.countDown();
                    hold(new CountDownLatch(0));
                    ended.incrementAndGet();
                });
        hold(begun);
        jobs.close();

        assertThat(ended).hasValue(1);
        assertThat(jobs.start("scrub", "root", _ -> {})).isEmpty();
    }
}
