package dev.varve.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs the same thing on many threads that start together; what one throws, the caller gets.
final class Together {
    private Together() {}

    @FunctionalInterface
    interface Work {
        void run(int thread) throws Exception;
    }

    static void run(int threads, Work work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(
                        executor.submit(() -> {
                            start.await();
                            work.run(thread);
                            return true;
                        }));
            }
            start.countDown();
            for (Future<?> each : running) {
                await(each);
            }
        }
    }

    private static void await(Future<?> each) throws InterruptedException {
        try {
            each.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
