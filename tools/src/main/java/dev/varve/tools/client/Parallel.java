package dev.varve.tools.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs tasks a few at a time. After the first that fails no more are begun.
final class Parallel {
    private Parallel() {}

    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    static void run(List<Task> tasks, int atOnce) throws IOException {
        AtomicBoolean failed = new AtomicBoolean();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Math.max(atOnce, 1), Thread.ofVirtual().factory())) {
            List<Future<?>> all = new ArrayList<>();
            for (Task task : tasks) {
                all.add(threads.submit(() -> attempt(task, failed)));
            }
            for (Future<?> each : all) {
                await(each);
            }
        }
    }

    private static void attempt(Task task, AtomicBoolean failed) {
        if (failed.get()) {
            return;
        }
        boolean done = false;
        try {
            task.run();
            done = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!done) {
                failed.set(true);
            }
        }
    }

    private static void await(Future<?> task) throws IOException {
        try {
            task.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UncheckedIOException io) {
                throw Objects.requireNonNull(io.getCause());
            }
            if (cause instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException("a task failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted", e);
        }
    }
}
