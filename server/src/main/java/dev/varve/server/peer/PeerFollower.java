package dev.varve.server.peer;

import dev.varve.replication.Bandwidth;
import dev.varve.replication.follow.FollowState;
import dev.varve.replication.follow.FollowStatus;
import dev.varve.replication.follow.Following;
import dev.varve.replication.follow.Step;
import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.MessageReader;
import dev.varve.replication.ship.Request;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows one member: a thread that asks it for its journal and hands on what it says.
final class PeerFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerFollower.class);

    /// Who says nothing for so long, not even that there is nothing, is gone.
    private static final Duration SILENCE = JournalStream.HEARTBEAT.multipliedBy(5);

    private static final int BUFFER = 64 << 10;

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Following following;
    private final PeerClient client;
    private final Bandwidth bandwidth;
    private final ProgressReport report;
    private final KeyExchange keys;
    private final Runnable folded;
    private final Thread thread;
    private volatile int level;
    private long events;
    private boolean woken;
    private volatile boolean closed;
    private volatile @Nullable InputStream open;
    private volatile long heard = System.nanoTime();

    /// @param folded told whenever events of the member became part of this node's journal
    PeerFollower(
            String name,
            Following following,
            PeerClient client,
            Bandwidth bandwidth,
            ProgressReport report,
            KeyExchange keys,
            Runnable folded) {
        this.following = following;
        this.client = client;
        this.bandwidth = bandwidth;
        this.report = report;
        this.keys = keys;
        this.folded = folded;
        // Not virtual: requests that keep all carriers busy would hold up what other nodes did.
        this.thread =
                Thread.ofPlatform().name("varve-follow-" + name).daemon(true).unstarted(this::run);
    }

    void start() {
        report.start();
        thread.start();
    }

    /// The newest forms that the member said it reads; empty until it spoke.
    OptionalInt level() {
        int said = level;
        return said == 0 ? OptionalInt.empty() : OptionalInt.of(said);
    }

    FollowStatus status() {
        return following.status();
    }

    void pause() {
        following.pause();
        hangUp();
    }

    /// There may be something to tell the member.
    void tell() {
        report.look();
    }

    /// What it waits for may have come, from another member: it looks at once.
    void lookAgain() {
        if (following.status().state() instanceof FollowState.Waiting) {
            wake();
        }
    }

    /// Waits no longer after failures.
    void tryNow() {
        if (open == null) {
            following.wake();
            wake();
        }
    }

    void resume() {
        following.resume();
        following.wake();
        wake();
    }

    private synchronized void wake() {
        woken = true;
        notifyAll();
    }

    private void run() {
        while (!closed) {
            try {
                step();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void step() throws InterruptedException {
        try {
            Step next = following.next();
            tellFolded();
            switch (next) {
                case Step.Ask(Request request) -> ask(request);
                case Step.Wait(Duration time) -> rest(time);
            }
        } catch (RuntimeException | Error e) { // the edge of the thread: it must not end
            LOG.error("following a member failed", e);
            rest(AFTER_FAILURE);
        }
    }

    /// Never ended by an interrupt: that would close files that the thread may be writing to.
    @SuppressWarnings("WaitNotInLoop") // a rest may be shorter
    private synchronized void rest(Duration time) throws InterruptedException {
        if (!closed && !woken) {
            wait(Math.max(1, time.toMillis()));
        }
        woken = false;
    }

    private void ask(Request request) throws InterruptedException {
        try {
            keys.exchange(client);
            heard = System.nanoTime();
            try (InputStream in = client.journal(request, true)) {
                open = in;
                read(in);
            }
            following.ended();
        } catch (IOException e) {
            following.failed(e);
        } finally {
            open = null;
        }
    }

    private void read(InputStream in) throws IOException, InterruptedException {
        MessageReader reader = new MessageReader(new BufferedInputStream(in, BUFFER));
        long before = 0;
        Message message = reader.next();
        while (message != null && !closed && following.take(message, reader.isReady())) {
            heard = System.nanoTime();
            if (message instanceof Message.Hello hello) {
                level = hello.formatLevel();
            }
            bandwidth.spend(reader.bytes() - before);
            before = reader.bytes();
            if (!(message instanceof Message.BlobMessage)) {
                tellFolded();
                report.look();
            }
            message = reader.next();
        }
        report.look();
    }

    private void tellFolded() {
        long now = following.status().counters().events();
        if (now != events) {
            events = now;
            folded.run();
        }
    }

    /// Ends a stream on which nothing comes any more. Called from time to time.
    void watch() {
        if (open != null && System.nanoTime() - heard > SILENCE.toNanos()) {
            hangUp();
        }
    }

    private void hangUp() {
        InputStream in = open;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                LOG.debug("a stream cannot be closed", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        hangUp();
        wake();
        report.close();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
