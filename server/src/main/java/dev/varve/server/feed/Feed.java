package dev.varve.server.feed;

import dev.varve.log.BucketId;
import dev.varve.log.ClusterId;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Journal;
import dev.varve.log.Position;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Where followers read: the journal, up to what every other reader sees too.
public final class Feed {
    private static final int KNOWN = 10_000;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Journal journal;
    private final Supplier<Position> visible;
    private final BulkChanges bulk;
    private final Tail tail = new Tail();
    private final Function<BucketId, Optional<KnownBucket>> buckets;
    private final Map<BucketId, KnownBucket> known =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<BucketId, KnownBucket> eldest) {
                            return size() > KNOWN;
                        }
                    });

    /// @param visible the newest position whose effects every read sees
    /// @param buckets finds those that are there, and those that were
    public Feed(
            Journal journal,
            Supplier<Position> visible,
            BulkChanges bulk,
            Function<BucketId, Optional<KnownBucket>> buckets) {
        this.journal = journal;
        this.visible = visible;
        this.bulk = bulk;
        this.buckets = buckets;
    }

    public ClusterId cluster() {
        return journal.cluster();
    }

    /// The oldest position that can still be told.
    public Position oldest() {
        return journal.oldest();
    }

    /// The newest position that is told.
    public Position published() {
        Position seen = visible.get();
        Position durable = journal.durable();
        return seen.isAfter(durable) ? durable : seen;
    }

    /// Reads on behind a place.
    ///
    /// @throws dev.varve.log.StoreException.Trimmed when the journal does not reach there
    public FeedReader read(Place after) {
        return new FeedReader(this, journal.read(after.next()), after);
    }

    /// Waits until something behind a position is published; false when the time is over first.
    boolean await(Position behind, Duration atMost) throws InterruptedException {
        Position wanted = behind.next();
        long end = System.nanoTime() + atMost.toNanos();
        while (wanted.isAfter(published())) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (!wanted.isAfter(journal.durable())) {
                Thread.sleep(1); // durable, and about to be seen
            } else if (!journal.await(wanted, Duration.ofNanos(Math.min(left, LOOK.toNanos())))) {
                Thread.sleep(1); // the journal may be closed
            }
        }
        return true;
    }

    Tail tail() {
        return tail;
    }

    BulkChanges bulk() {
        return bulk;
    }

    /// Empty for one of which nothing is left but its events.
    public Optional<KnownBucket> bucket(BucketId id) {
        KnownBucket found = known.get(id);
        if (found != null) {
            return Optional.of(found);
        }
        Optional<KnownBucket> fresh = buckets.apply(id);
        fresh.ifPresent(bucket -> known.put(id, bucket));
        return fresh;
    }

    void saw(BucketCreated event) {
        known.put(
                event.bucket(),
                new KnownBucket(event.bucket(), event.name().value(), event.owner()));
    }
}
