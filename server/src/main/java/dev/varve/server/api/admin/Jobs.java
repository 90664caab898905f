package dev.varve.server.api.admin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that takes longer than a request, one of a kind at a time, each on a thread of its own. The last ones
/// are remembered until the server stops.
public final class Jobs implements AutoCloseable {
    static final int REMEMBERED = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final List<Job> all = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    /// What a job does; it tells of its progress while it goes on.
    @FunctionalInterface
    interface Work {
        void run(Job job);
    }

    public Jobs(InstantSource clock) {
        this.clock = clock;
    }

    /// Empty while one of this kind runs, or the server stops.
    synchronized Optional<Job> start(String kind, String by, Work work) {
        if (closed || all.stream().anyMatch(job -> job.kind().equals(kind) && job.isRunning())) {
            return Optional.empty();
        }
        Job job = new Job(UUID.randomUUID().toString(), kind, by, clock.instant());
        all.add(job);
        forgetOld();
        threads.removeIf(thread -> !thread.isAlive());
        threads.add(
                Thread.ofPlatform().name("varve-job-" + kind).daemon().start(() -> run(job, work)));
        return Optional.of(job);
    }

    private void run(Job job, Work work) {
        try {
            work.run(job);
            job.done(clock.instant());
        } catch (RuntimeException | Error e) { // outer edge of the thread: the job tells of it
            LOG.error("{} failed: {}", job.kind(), e.getMessage(), e);
            job.failed(clock.instant(), String.valueOf(e.getMessage()));
        }
    }

    private void forgetOld() {
        while (all.size() > REMEMBERED) {
            all.stream().filter(job -> !job.isRunning()).findFirst().ifPresent(all::remove);
        }
    }

    /// The newest first.
    synchronized List<Job> list() {
        return all.stream().sorted(Comparator.comparing(Job::started).reversed()).toList();
    }

    synchronized Optional<Job> find(String id) {
        return all.stream().filter(job -> job.id().equals(id)).findFirst();
    }

    /// Waits a while for what runs. Nothing is interrupted: that would close files under others.
    @Override
    public void close() {
        List<Thread> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(threads);
        }
        try {
            for (Thread thread : left) {
                if (!thread.join(PATIENCE)) {
                    LOG.warn("{} is still busy and will find the store closed", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
