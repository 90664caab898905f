package dev.varve.server.http.ops;

import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.Served;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a line for every request, on a thread of its own. Requests never wait for it: where it
/// cannot keep up, lines are left out and a later line says how many.
public final class AccessLog implements RequestObserver, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final int WAITING = 8192;
    private static final Duration LAST = Duration.ofSeconds(5);

    private final AccessFormat format;
    private final InstantSource clock;
    private final Consumer<String> sink;
    private final BlockingQueue<String> lines;
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /// @param sink takes one line at a time, without its end; may be slow, and may fail
    public AccessLog(AccessFormat format, InstantSource clock, Consumer<String> sink) {
        this(format, clock, sink, WAITING);
    }

    AccessLog(AccessFormat format, InstantSource clock, Consumer<String> sink, int waiting) {
        this.format = format;
        this.clock = clock;
        this.sink = sink;
        this.lines = new ArrayBlockingQueue<>(waiting);
        this.thread = Thread.ofPlatform().name("varve-access-log").daemon().start(this::run);
    }

    @Override
    public void finished(HttpRequest request, Served served) {
        add(AccessEntry.of(clock.instant(), request, served));
    }

    @Override
    public void refused(Refused refused) {
        add(AccessEntry.of(clock.instant(), refused));
    }

    private void add(AccessEntry entry) {
        if (!lines.offer(format.format(entry))) {
            lost.incrementAndGet();
        }
    }

    private void run() {
        while (!closed || !lines.isEmpty()) {
            try {
                String line = lines.poll(100, TimeUnit.MILLISECONDS);
                if (line != null) {
                    sink.accept(line);
                }
                reportLost();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) { // The sink's; the log goes on without this line.
                log.warn("A line of the access log could not be written: {}", e.getMessage());
            }
        }
    }

    private void reportLost() {
        if (lines.isEmpty()) {
            long count = lost.getAndSet(0);
            if (count > 0) {
                log.warn("{} lines of the access log are missing: it was too slow", count);
            }
        }
    }

    /// Writes what is waiting, within a limit.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LAST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
