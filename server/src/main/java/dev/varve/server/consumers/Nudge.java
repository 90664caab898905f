package dev.varve.server.consumers;

import dev.varve.server.consumers.Status.State;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Has a consumer run soon, however often it is asked. Whoever asks waits for nothing. One that is
/// paused or failing is left alone: it comes back by itself.
public final class Nudge implements Runnable {
    private final Consumer consumer;
    private final Duration after;
    private final Duration apart;
    private final AtomicBoolean asked = new AtomicBoolean();

    private long earliest = System.nanoTime();

    /// @param after to wait for others who ask
    /// @param apart that two such runs begin, at the least
    public Nudge(Consumer consumer, Duration after, Duration apart) {
        this.consumer = consumer;
        this.after = after;
        this.apart = apart;
    }

    @Override
    public void run() {
        if (asked.compareAndSet(false, true)) {
            Thread.ofVirtual().name("varve-nudge-" + consumer.name()).start(this::later);
        }
    }

    private void later() {
        try {
            Thread.sleep(rest());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        begin();
        try {
            if (consumer.status().state() == State.RUNNING) {
                consumer.runNow();
            }
        } catch (ConsumerRefusal e) { // paused or closed just now
            return;
        }
    }

    private synchronized Duration rest() {
        long left = earliest - System.nanoTime();
        return left > after.toNanos() ? Duration.ofNanos(left) : after;
    }

    private synchronized void begin() {
        earliest = System.nanoTime() + apart.toNanos();
        asked.set(false);
    }
}
