package dev.varve.server.feed;

import dev.varve.log.BucketId;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.audit.AuditReader;
import dev.varve.projections.audit.AuditReader.Subject;
import dev.varve.projections.objects.RangeChange;
import dev.varve.server.audit.AuditIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/// Reads the past by what is looked for, the newest first. The index says where to look, and the journal
/// what happened.
public final class AuditTrail {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Blocks of events that one page looks through.
    private static final int MOST_BLOCKS = 200;

    /// Events about a key that one page looks at.
    private static final int MOST_EVENTS = 5000;

    private static final int AT_ONCE = 200;

    private final Feed feed;
    private final Journal journal;
    private final AuditIndex index;
    private final KeyEffects effects;

    /// @param next only events before it are left; null at the end
    /// @param position the newest event that was looked at
    /// @param begins the oldest one that can be told of
    public record Page(
            List<Change> changes,
            @org.jspecify.annotations.Nullable Position next,
            Position position,
            Position begins) {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    public AuditTrail(Feed feed, Journal journal, AuditIndex index, KeyEffects effects) {
        this.feed = feed;
        this.journal = journal;
        this.index = index;
        this.effects = effects;
    }

    /// All buckets that had this name, as far as the journal tells, and the one that has it now.
    public List<BucketId> named(String bucket) {
        Set<BucketId> all = new LinkedHashSet<>(index.read(reader -> reader.named(bucket)));
        effects.live(bucket).ifPresent(all::add);
        return List.copyOf(all);
    }

    /// @param before only earlier events
    /// @param limit of changes; all of the last event are there, so there may be more
    public Page read(AuditQuery query, Sight sight, Optional<Position> before, int limit)
            throws InterruptedException {
        index.await(feed.published(), PATIENCE);
        Position newest = min(index.position(), feed.published());
        Position begins = max(journal.oldest(), index.read(AuditReader::begin));
        Position end = min(before.orElse(newest.next()), newest.next());
        Position over = query.to().map(to -> min(end, firstFrom(to, begins, end))).orElse(end);
        Look look = new Look(query, sight, new Span(begins, over, end), limit);
        Position next = query.key().isPresent() ? look.byKey() : look.byBlock();
        return new Page(look.found, next.isAfter(begins) ? next : null, newest, begins);
    }

    private static Position min(Position one, Position other) {
        return one.isAfter(other) ? other : one;
    }

    private static Position max(Position one, Position other) {
        return one.isAfter(other) ? one : other;
    }

    /// The first event that is not before a time.
    private Position firstFrom(Instant time, Position low, Position high) {
        long from = low.value();
        long to = high.value();
        while (from < to) {
            long middle = (from + to) >>> 1;
            boolean earlier = timeOf(new Position(middle)).isBefore(time);
            from = earlier ? middle + 1 : from;
            to = earlier ? to : middle;
        }
        return new Position(from);
    }

    private Instant timeOf(Position position) {
        return event(position).envelope().wall();
    }

    private Recorded event(Position position) {
        try (JournalCursor cursor = journal.read(position)) {
            Recorded recorded = cursor.next();
            if (recorded == null) {
                throw new IllegalStateException("no event " + position);
            }
            return recorded;
        }
    }

    /// Where to look.
    ///
    /// @param over from here on, all that this node did is too late; what others did may not be
    private record Span(Position begins, Position over, Position end) {
        long lastBlock() {
            return (over.value() - 1) / AuditReader.BLOCK;
        }
    }

    /// One page in the making.
    private final class Look {
        private final AuditQuery query;
        private final Sight sight;
        private final Span span;
        private final Position begins;
        private final int limit;
        private final List<Change> found = new ArrayList<>();

        Look(AuditQuery query, Sight sight, Span span, int limit) {
            this.query = query;
            this.sight = sight;
            this.span = span;
            this.begins = span.begins();
            this.limit = limit;
        }

        /// All behind what it answers was looked at.
        Position byKey() {
            ObjectKey key = query.key().orElseThrow();
            List<BucketId> buckets =
                    query.wanted().bucket().map(AuditTrail.this::named).orElse(List.of());
            Position at = span.end();
            for (int looked = 0; looked < MOST_EVENTS; looked += AT_ONCE) {
                List<Position> some = positions(buckets, key, at);
                for (Position position : some) {
                    if (found.size() >= limit) {
                        return at;
                    }
                    if (begins.isAfter(position) || isTooEarly(position)) {
                        return begins;
                    }
                    take(ofKey(event(position), buckets, key));
                    at = position;
                }
                if (some.size() < AT_ONCE) {
                    return begins;
                }
            }
            return at;
        }

        private List<Position> positions(List<BucketId> buckets, ObjectKey key, Position before) {
            return index.read(reader ->
                    buckets.stream()
                            .flatMap(bucket -> reader.ofKey(bucket, key, before, AT_ONCE).stream())
                            .distinct()
                            .sorted(Collections.reverseOrder())
                            .limit(AT_ONCE)
                            .toList());
        }

        private boolean isTooEarly(Position position) {
            return query.from().filter(from -> timeOf(position).isBefore(from)).isPresent();
        }

        private List<Change> ofKey(Recorded event, List<BucketId> buckets, ObjectKey key) {
            return changes(
                    event,
                    (told, range) ->
                            range.ranges().stream()
                                    .map(each -> each.bucket())
                                    .distinct()
                                    .filter(buckets::contains)
                                    .flatMap(bucket -> ofRange(told, bucket, key).stream()));
        }

        private Optional<Change> ofRange(Told told, BucketId bucket, ObjectKey key) {
            Recorded event = told.recorded();
            RangeChange change =
                    new RangeChange(
                            new RangeChange.Place(0, bucket, key),
                            Optional.empty(),
                            effects.made(event, bucket, key));
            if (change.after().isEmpty()) {
                return effects.reaches(event, bucket)
                        ? Optional.empty()
                        : Optional.of(Change.rest(told));
            }
            return RangeChangeEvents.of(event, change)
                    .map(what ->
                            new Change(
                                    told,
                                    told.ordinal(0),
                                    false,
                                    what,
                                    change.after().get().id(),
                                    false));
        }

        Position byBlock() {
            List<Subject> subjects = subjects();
            Position at = span.end();
            for (int looked = 0; looked < MOST_BLOCKS && at.isAfter(begins); looked++) {
                Optional<Long> block = block(subjects, (at.value() - 1) / AuditReader.BLOCK);
                if (block.isEmpty()) {
                    return begins;
                }
                Position first = max(begins, new Position(block.get() * AuditReader.BLOCK));
                Position end = min(at, new Position((block.get() + 1) * AuditReader.BLOCK));
                List<Recorded> events = events(first, end);
                for (Recorded event : events) {
                    if (found.size() >= limit) {
                        return event.position().next();
                    }
                    take(changes(event));
                }
                at = first;
                if (!events.isEmpty() && isTooEarly(first)) {
                    return begins;
                }
            }
            return at;
        }

        private List<Subject> subjects() {
            List<Subject> subjects = new ArrayList<>();
            if (query.accessKey().isPresent()) {
                subjects.add(new Subject.OfAccessKey(query.accessKey().get()));
            } else if (query.wanted().bucket().isPresent()) {
                named(query.wanted().bucket().get())
                        .forEach(id -> subjects.add(new Subject.OfBucket(id)));
                if (subjects.isEmpty()) {
                    subjects.add(new Subject.OfActor("")); // there is none
                }
            } else {
                query.wanted()
                        .by()
                        .actor()
                        .ifPresent(actor -> subjects.add(new Subject.OfActor(actor)));
            }
            return subjects;
        }

        private Optional<Long> block(List<Subject> subjects, long upTo) {
            return index.read(reader -> {
                long at = upTo;
                while (true) {
                    Optional<Long> found = block(reader, subjects, at);
                    if (found.isEmpty() || found.get() <= span.lastBlock()) {
                        return found;
                    }
                    long imports = reader.block(new Subject.OfImports(), found.get()).orElse(-1L);
                    if (imports == found.get()) {
                        return found;
                    }
                    at = Math.max(imports, span.lastBlock());
                }
            });
        }

        private static Optional<Long> block(AuditReader reader, List<Subject> subjects, long upTo) {
            return subjects.isEmpty()
                    ? Optional.of(upTo)
                    : subjects.stream()
                            .flatMap(subject -> reader.block(subject, upTo).stream())
                            .max(Long::compare);
        }

        /// The newest first.
        private List<Recorded> events(Position first, Position end) {
            List<Recorded> events = new ArrayList<>();
            try (JournalCursor cursor = journal.read(first)) {
                while (end.isAfter(cursor.position())) {
                    Recorded recorded = cursor.next();
                    if (recorded == null) {
                        break;
                    }
                    events.add(recorded);
                }
            }
            Collections.reverse(events);
            return events;
        }

        private List<Change> changes(Recorded event) {
            return changes(event, (told, _) -> Stream.of(Change.rest(told)));
        }

        /// Of those that came together the newest first, as all others.
        private List<Change> changes(
                Recorded event, BiFunction<Told, RangeEvent, Stream<Change>> ofRange) {
            return Told.of(event, 0).toList().reversed().stream()
                    .flatMap(told ->
                            told.recorded().event() instanceof RangeEvent range
                                    ? ofRange.apply(told, range)
                                    : changes(told))
                    .toList();
        }

        private Stream<Change> changes(Told told) {
            EventChanges all = new EventChanges(told, feed.bulk());
            return Stream.iterate(all.next(), Objects::nonNull, _ -> all.next());
        }

        private void take(List<Change> changes) {
            changes.stream()
                    .filter(change -> sight.shows(change, query.wanted()) && query.takes(change))
                    .forEach(found::add);
        }
    }
}
