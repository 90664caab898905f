package dev.varve.server.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.Position;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.webhooks.Sender.Answer;
import dev.varve.server.webhooks.Window.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what a window says, each delivery on a thread of its own, and keeps what is given up. Safe for
/// any number of threads.
final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /// How often at most a place is kept: what a crash makes to be delivered again.
    private static final long KEEP_EVERY = Duration.ofMillis(200).toNanos();

    /// A dead letter that is tried again is tried so often.
    private static final int DEAD_ATTEMPTS = 5;

    private final Tools tools;
    private final Ledger ledger;
    private final Position mark;
    private final Window<Delivery> window;
    private final Set<String> buried;
    private final Set<String> retried = new HashSet<>();
    private long delivered;
    private long failed;
    private long kept = System.nanoTime() - KEEP_EVERY;
    private boolean wanted = true;
    private boolean gone;
    private boolean closed;

    /// What all webhooks use.
    ///
    /// @param admin what is done to webhooks themselves
    record Tools(
            Sender sender,
            Messages messages,
            Admin admin,
            InstantSource clock,
            RandomGenerator random) {
        Webhook disable(Webhook webhook, String why) {
            return admin.disable(webhook, why);
        }

        void remove(Webhook webhook) {
            admin.remove(webhook);
        }

        boolean exists(@Nullable BucketId bucket) {
            return bucket == null || admin.exists(bucket);
        }
    }

    /// Changes of webhooks that their own deliveries cause.
    interface Admin {
        /// What it is from then on.
        Webhook disable(Webhook webhook, String why);

        void remove(Webhook webhook);

        boolean exists(BucketId bucket);
    }

    /// @param change null for a dead letter
    private record Delivery(
            @Nullable Change change, String configuration, @Nullable DeadLetter letter) {}

    /// @param buried ids of what was given up already: after a crash it is read again, but its key went
    ///     on without it
    Courier(
            Tools tools,
            Ledger ledger,
            Position mark,
            Window.Rules rules,
            Spot from,
            Set<String> buried) {
        this.tools = tools;
        this.ledger = ledger;
        this.mark = mark;
        this.buried = Set.copyOf(buried);
        this.window = new Window<>(Window.SIZE, rules, from, tools.random());
    }

    synchronized void change(Window.Rules rules) {
        window.change(rules);
    }

    synchronized boolean hasRoom() {
        return window.hasRoom();
    }

    synchronized boolean isEmpty() {
        return window.isEmpty();
    }

    synchronized void add(Change change, String configuration, Spot next) {
        if (!buried.isEmpty() && buried.contains(change.id())) {
            window.read(next);
            return;
        }
        window.add(change.at(), next, change.lane(), new Delivery(change, configuration, null));
    }

    synchronized void read(Spot upTo) {
        window.read(upTo);
    }

    synchronized Spot resume() {
        return window.resume();
    }

    /// Whether it is time to keep the place again.
    synchronized boolean mayKeep() {
        long now = System.nanoTime();
        boolean due = closed || now - kept >= KEEP_EVERY;
        kept = due ? now : kept;
        return due;
    }

    /// Starts all that may be sent now.
    synchronized void send(Webhook webhook) {
        queue(webhook);
        window.overdue().ifPresent(entry -> bury(webhook, entry));
        while (!closed) {
            Optional<Entry<Delivery>> next = window.next(tools.clock().instant());
            if (next.isEmpty()) {
                return;
            }
            Thread.ofVirtual()
                    .name("varve-webhook-" + webhook.name())
                    .start(() -> deliver(webhook, next.get()));
        }
    }

    /// Dead letters were queued: they are looked for with the next [#send].
    synchronized void retry() {
        wanted = true;
    }

    /// Dead letters that somebody wants tried again, as many as can be sent at a time.
    private void queue(Webhook webhook) {
        int places = webhook.settings().limits().concurrency() - retried.size();
        if (!wanted || places <= 0) {
            return;
        }
        List<DeadLetter> letters =
                ledger.dead(
                        mark,
                        letter -> letter.queued() && !retried.contains(letter.message().id()),
                        places);
        wanted = !letters.isEmpty();
        for (DeadLetter letter : letters) {
            retried.add(letter.message().id());
            window.add(letter.lane(), new Delivery(null, "", letter));
        }
    }

    private void deliver(Webhook webhook, Entry<Delivery> entry) {
        Answer answer;
        try {
            answer = tools.sender().send(webhook, message(webhook, entry.what()));
        } catch (RuntimeException e) { // outer edge of the thread: it counts as a failure
            LOG.warn("a delivery of webhook {} failed: {}", webhook.name(), e.getMessage(), e);
            answer = new Answer.Refused(String.valueOf(e.getMessage()), Optional.empty(), false);
        }
        answered(webhook, entry, answer);
    }

    private Message message(Webhook webhook, Delivery delivery) {
        DeadLetter letter = delivery.letter();
        Change change = delivery.change();
        if (letter != null) {
            return letter.message();
        }
        if (change == null) {
            throw new IllegalStateException("nothing to deliver");
        }
        return tools.messages().of(change, delivery.configuration(), webhook.settings().format());
    }

    private synchronized void answered(Webhook webhook, Entry<Delivery> entry, Answer answer) {
        if (closed) {
            return;
        }
        switch (answer) {
            case Answer.Taken _ -> taken(webhook, entry);
            case Answer.Refused refused -> refused(webhook, entry, refused);
        }
        notifyAll();
        send(webhook);
    }

    private void taken(Webhook webhook, Entry<Delivery> entry) {
        delivered++;
        DeadLetter letter = entry.what().letter();
        if (letter != null && !forget(webhook, letter)) {
            window.postpone(entry, tools.clock().instant());
            return;
        }
        window.good(entry);
    }

    private boolean forget(Webhook webhook, DeadLetter letter) {
        try {
            ledger.drop(mark, List.of(letter));
            retried.remove(letter.message().id());
            return true;
        } catch (RuntimeException e) { // it is delivered once more
            LOG.warn("a dead letter of webhook {} cannot be dropped", webhook.name(), e);
            return false;
        }
    }

    private void refused(Webhook webhook, Entry<Delivery> entry, Answer.Refused answer) {
        failed++;
        gone |= answer.gone();
        Instant now = tools.clock().instant();
        boolean over = window.bad(entry, now, answer.why(), answer.retryAfter());
        boolean dead = entry.what().letter() != null && entry.attempts() >= DEAD_ATTEMPTS;
        if (over) {
            bury(webhook, entry);
        } else if (dead && window.withdraw(entry)) {
            bury(webhook, entry);
        }
    }

    /// Its lane goes on only once the dead letter is kept.
    private void bury(Webhook webhook, Entry<Delivery> entry) {
        Instant now = tools.clock().instant();
        try {
            bury(entry, letter(webhook, entry, now), now);
        } catch (RuntimeException e) { // it is not lost: it is tried again
            LOG.warn("a dead letter of webhook {} cannot be kept", webhook.name(), e);
            window.postpone(entry, now);
            return;
        }
        window.settle(entry);
    }

    private void bury(Entry<Delivery> entry, DeadLetter letter, Instant now) {
        if (entry.what().letter() == null) {
            ledger.bury(mark, letter, now);
        } else {
            ledger.replace(mark, List.of(letter));
            retried.remove(letter.message().id());
        }
    }

    private DeadLetter letter(Webhook webhook, Entry<Delivery> entry, Instant now) {
        DeadLetter before = entry.what().letter();
        if (before != null) {
            return before.failed(entry.attempts(), entry.error(), now);
        }
        Change change = Objects.requireNonNull(entry.what().change());
        return new DeadLetter(
                change.at().position(),
                change.event(),
                change.bucket(),
                change.key(),
                message(webhook, entry.what()),
                entry.attempts(),
                entry.error(),
                entry.firstTried(),
                now,
                false);
    }

    /// Whether the receiver said that it wants nothing any more; said once.
    synchronized boolean takeGone() {
        boolean was = gone;
        gone = false;
        return was;
    }

    /// How long nothing can be done unless something comes.
    synchronized Duration patience(Duration most) {
        Instant now = tools.clock().instant();
        return window.wake()
                .map(wake -> wake.isAfter(now) ? Duration.between(now, wake) : Duration.ZERO)
                .filter(wait -> wait.compareTo(most) < 0)
                .orElse(most);
    }

    /// Waits until something was answered.
    synchronized void await(Duration atMost) throws InterruptedException {
        long seen = delivered + failed;
        long end = System.nanoTime() + atMost.toNanos();
        for (long left = atMost.toMillis();
                left > 0 && !closed && seen == delivered + failed;
                left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
            wait(left);
        }
    }

    /// Lets what is under way come to its end for a while, and begins nothing new.
    synchronized void part(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        window.change(Window.Rules.NOTHING);
        while (window.inFlight() > 0 && System.nanoTime() < end) {
            wait(10);
        }
        kept = System.nanoTime() - KEEP_EVERY;
    }

    /// What keeps the target from taking anything, if so.
    synchronized Optional<String> trouble() {
        return window.isDown() ? Optional.of(window.lastError()) : Optional.empty();
    }

    synchronized long failuresInRow() {
        return window.failuresInRow();
    }

    synchronized Map<String, Long> figures() {
        return Map.of(
                "delivered",
                delivered,
                "failed",
                failed,
                "in_flight",
                (long) window.inFlight(),
                "waiting",
                (long) window.open());
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
