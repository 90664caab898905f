package dev.varve.server.consumers;

import dev.varve.log.Position;
import dev.varve.projections.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// All consumers of a store, by name. Safe for any number of threads.
public final class Consumers implements AutoCloseable {
    public static final int MOST = 2000;
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final Followed followed;
    private final StateStore state;
    private final Map<String, Consumer> all = new ConcurrentSkipListMap<>();
    private boolean started;
    private boolean closed;

    /// An event that somebody still needs, and all behind it.
    public record Need(String by, Position from) {}

    public Consumers(Followed followed, StateStore state) {
        this.followed = followed;
        this.state = state;
        add(
                Chore.of(
                        "retention",
                        "lets followers lapse that fell back too far",
                        LOOK_EVERY,
                        _ -> lapse()));
    }

    /// For rows of consumers. Their spaces begin with their names.
    public StateStore state() {
        return state;
    }

    public Followed followed() {
        return followed;
    }

    public void add(Follower follower) {
        add(new FollowerConsumer(follower, followed, state));
    }

    public void add(Chore chore) {
        add(new ChoreConsumer(chore, state, followed.clock()));
    }

    /// @throws IllegalStateException when there is one of that name, or there are too many
    public synchronized void add(Consumer consumer) {
        if (closed || all.size() >= MOST || all.putIfAbsent(consumer.name(), consumer) != null) {
            throw new IllegalStateException("no consumer '" + consumer.name() + "' can be added");
        }
        if (started) {
            consumer.start();
        }
    }

    /// Ends it, and forgets all that the harness remembers of it.
    public void remove(String name) {
        Consumer removed = all.remove(name);
        if (removed != null) {
            removed.close();
            removed.forget();
        }
    }

    /// Those that are there begin, and later ones as they come.
    public synchronized void start() {
        started = true;
        all.values().forEach(Consumer::start);
    }

    public Optional<Consumer> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /// By name.
    public List<Consumer> list() {
        return List.copyOf(all.values());
    }

    /// What the journal must keep for them.
    public List<Need> needs() {
        return list().stream()
                .flatMap(consumer ->
                        consumer.needs().map(from -> new Need(consumer.name(), from)).stream())
                .toList();
    }

    void lapse() {
        list().forEach(Consumer::lapseIfBehind);
    }

    /// All at once, then waits for each a while.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        list().forEach(Consumer::end);
        list().forEach(Consumer::close);
    }
}
