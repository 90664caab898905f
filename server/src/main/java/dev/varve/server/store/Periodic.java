package dev.varve.server.store;

import dev.varve.log.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one chore again and again on its own thread. A failing chore is reported and tried again
/// at its next time.
final class Periodic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Periodic.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Duration every;
    private final Runnable chore;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    Periodic(String name, Duration every, Runnable chore) {
        this.name = name;
        this.every = every;
        this.chore = chore;
        this.thread = Thread.ofPlatform().name("varve-" + name).daemon(true).start(this::run);
    }

    private void run() {
        try {
            while (!closing.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runOnce() {
        try {
            chore.run();
        } catch (StoreException.Closed e) {
            closing.countDown();
        } catch (RuntimeException e) { // outer edge of the thread: other chores go on
            LOG.error("{} failed and will be tried again: {}", name, e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(PATIENCE)) {
                LOG.warn("{} is still busy and will find the store closed", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
