package dev.varve.server.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is delivered next, to one target: a stretch of the journal of bounded length, in which each key
/// is a lane of its own, so that one delivery that fails holds up its key alone. It decides and
/// remembers; whoever uses it sends, and keeps [#resume()] where it survives. For one thread at a time.
///
/// After some failures in a row the target counts as down: then one delivery at a time is tried, and
/// each time another one, until one is taken.
final class Window<T> {
    static final int SIZE = 256;

    /// While a target is down, no more is read ahead than this share of it.
    private static final int SHARE_WHILE_DOWN = 8;

    /// An event that failed so often may be given up early, where it holds up others that are taken.
    static final int EARLY = 5;

    /// Failures in a row after which a target is down.
    static final int DOWN_AFTER = 5;

    static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    static final Duration LAST_RETRY = Duration.ofMinutes(30);
    static final Duration LAST_PROBE = Duration.ofSeconds(60);
    static final Duration MOST_RETRY_AFTER = Duration.ofHours(1);

    private final Deque<Entry<T>> order = new ArrayDeque<>();
    private final Map<Object, Deque<Entry<T>>> lanes = new HashMap<>();
    private final Deque<Entry<T>> ready = new ArrayDeque<>();
    private final PriorityQueue<Entry<T>> waiting =
            new PriorityQueue<>(Comparator.comparing((Entry<T> entry) -> entry.notBefore));
    private final RandomGenerator random;
    private final int size;
    private Rules rules;
    private Spot read;
    private int inFlight;
    private int settled;
    private int failuresInRow;
    private String lastError = "";
    private @Nullable Instant downUntil;

    /// @param concurrency deliveries under way at a time
    /// @param attempts after so many an event is given up
    /// @param giveUpAfter the same by time since its first attempt
    record Rules(int concurrency, int attempts, Duration giveUpAfter) {
        /// Begins nothing, and gives nothing up.
        static final Rules NOTHING = new Rules(0, Integer.MAX_VALUE, Duration.ofDays(36_500));
    }

    /// One delivery, from when it is known until it is settled.
    static final class Entry<T> {
        private final @Nullable Spot at;
        private final Object lane;
        private final T what;
        private boolean done;
        private int attempts;
        private @Nullable Instant firstTried;
        private Instant lastTried = Instant.MIN;
        private Instant notBefore = Instant.MIN;
        private String error = "";

        private Entry(@Nullable Spot at, Object lane, T what) {
            this.at = at;
            this.lane = lane;
            this.what = what;
        }

        T what() {
            return what;
        }

        int attempts() {
            return attempts;
        }

        String error() {
            return error;
        }

        Instant firstTried() {
            return firstTried == null ? lastTried : firstTried;
        }
    }

    Window(int size, Rules rules, Spot from, RandomGenerator random) {
        this.size = size;
        this.rules = rules;
        this.read = from;
        this.random = random;
    }

    void change(Rules changed) {
        rules = changed;
    }

    /// Whether a further change may be added.
    boolean hasRoom() {
        return order.size() < (downUntil == null ? size : Math.max(1, size / SHARE_WHILE_DOWN));
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    int inFlight() {
        return inFlight;
    }

    /// Known and not settled.
    int open() {
        return order.size() - settled;
    }

    /// Changes must be added in the order of the journal.
    ///
    /// @param next the spot after it
    void add(Spot at, Spot next, Object lane, T what) {
        Entry<T> entry = new Entry<>(at, lane, what);
        order.add(entry);
        read = next;
        line(entry);
    }

    /// Something beside the journal, that goes after what is under way of its lane.
    void add(Object lane, T what) {
        line(new Entry<>(null, lane, what));
    }

    private void line(Entry<T> entry) {
        Deque<Entry<T>> lane = lanes.computeIfAbsent(entry.lane, _ -> new ArrayDeque<>());
        lane.add(entry);
        if (lane.size() == 1) {
            ready.add(entry);
        }
    }

    /// Nothing is to be delivered of what is before this spot and not in here.
    void read(Spot upTo) {
        read = upTo;
    }

    /// Where to begin after a crash: everything before it is settled.
    Spot resume() {
        Entry<T> oldest = order.peek();
        return oldest == null || oldest.at == null ? read : oldest.at;
    }

    /// What to send now, if anything. Then [#good] or [#bad] must be told.
    Optional<Entry<T>> next(Instant now) {
        if (inFlight >= rules.concurrency) {
            return Optional.empty();
        }
        Optional<Entry<T>> next = downUntil == null ? regular(now) : probe(now, downUntil);
        next.ifPresent(_ -> inFlight++);
        return next;
    }

    private Optional<Entry<T>> regular(Instant now) {
        for (Entry<T> due = waiting.peek();
                due != null && !due.notBefore.isAfter(now);
                due = waiting.peek()) {
            ready.add(due);
            waiting.remove();
        }
        return Optional.ofNullable(ready.poll());
    }

    /// Another one than last time: were it always the same, one that is never taken would hold up all.
    private Optional<Entry<T>> probe(Instant now, Instant until) {
        if (now.isBefore(until) || inFlight > 0) {
            return Optional.empty();
        }
        Optional<Entry<T>> least =
                Stream.concat(ready.stream(), waiting.stream())
                        .min(Comparator.comparing(entry -> entry.lastTried));
        least.ifPresent(entry -> {
            if (!ready.remove(entry)) {
                waiting.remove(entry);
            }
        });
        return least;
    }

    /// When there may be something to send that is not now; empty when only others can say.
    Optional<Instant> wake() {
        if (inFlight >= rules.concurrency || (downUntil != null && inFlight > 0)) {
            return Optional.empty();
        }
        if (downUntil != null) {
            return ready.isEmpty() && waiting.isEmpty() ? Optional.empty() : Optional.of(downUntil);
        }
        return ready.isEmpty()
                ? Optional.ofNullable(waiting.peek()).map(entry -> entry.notBefore)
                : Optional.of(Instant.MIN);
    }

    /// It was taken: the target is up, and what failed while it was down need not wait.
    void good(Entry<T> entry) {
        failuresInRow = 0;
        lastError = "";
        if (downUntil != null) {
            downUntil = null;
            ready.addAll(waiting);
            waiting.clear();
        }
        settle(entry);
    }

    /// It was not taken. True when it is to be given up: then [#settle] must follow once that is kept,
    /// or [#postpone] where it cannot be.
    ///
    /// @param retryAfter what the receiver asked for; then the whole target rests
    boolean bad(Entry<T> entry, Instant now, String error, Optional<Duration> retryAfter) {
        entry.attempts++;
        entry.error = error;
        entry.lastTried = now;
        entry.firstTried = entry.firstTried == null ? now : entry.firstTried;
        lastError = error;
        failuresInRow++;
        Duration asked =
                retryAfter
                        .map(wish -> wish.compareTo(MOST_RETRY_AFTER) > 0 ? MOST_RETRY_AFTER : wish)
                        .orElse(Duration.ZERO);
        if (failuresInRow >= DOWN_AFTER || asked.isPositive()) {
            Duration rest = delay(failuresInRow - DOWN_AFTER, LAST_PROBE);
            downUntil = now.plus(rest.compareTo(asked) > 0 ? rest : asked);
        }
        boolean over =
                entry.attempts >= rules.attempts
                        || !now.isBefore(entry.firstTried().plus(rules.giveUpAfter));
        if (!over) {
            postpone(entry, now);
        }
        return over;
    }

    /// Tries it again later.
    void postpone(Entry<T> entry, Instant now) {
        inFlight--;
        entry.notBefore = now.plus(delay(entry.attempts - 1, LAST_RETRY));
        waiting.add(entry);
    }

    /// Takes one that waits to be tried again, for it to be given up. False when it does not wait.
    boolean withdraw(Entry<T> entry) {
        boolean waited = waiting.remove(entry);
        inFlight += waited ? 1 : 0;
        return waited;
    }

    /// Doubles with each failure, up to a limit; by chance as little as half of that, so that not all
    /// come at once.
    private Duration delay(int failures, Duration limit) {
        int doublings = Math.clamp(failures, 0, 20);
        long most = Math.min(FIRST_RETRY.toMillis() << doublings, limit.toMillis());
        return Duration.ofMillis(most / 2 + random.nextLong(most / 2 + 1));
    }

    /// Its lane goes on.
    void settle(Entry<T> entry) {
        inFlight--;
        leave(entry);
    }

    private void leave(Entry<T> entry) {
        entry.done = true;
        if (entry.at != null) {
            settled++;
        }
        Deque<Entry<T>> lane = lanes.get(entry.lane);
        if (lane == null || lane.peek() != entry) {
            throw new IllegalStateException("settled out of order");
        }
        lane.remove();
        if (lane.isEmpty()) {
            lanes.remove(entry.lane);
        } else {
            ready.add(lane.element());
        }
        while (!order.isEmpty() && order.element().done) {
            order.remove();
            settled--;
        }
    }

    /// One that holds up the rest: the window is full of what was taken after it, while it failed again
    /// and again. It is to be given up, see [#bad].
    Optional<Entry<T>> overdue() {
        Entry<T> oldest = order.peek();
        if (oldest == null) {
            return Optional.empty();
        }
        boolean holdsUp =
                downUntil == null && !hasRoom() && settled * 2 >= size && oldest.attempts >= EARLY;
        return holdsUp && withdraw(oldest) ? Optional.of(oldest) : Optional.empty();
    }

    boolean isDown() {
        return downUntil != null;
    }

    int failuresInRow() {
        return failuresInRow;
    }

    String lastError() {
        return lastError;
    }
}
