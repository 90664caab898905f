package dev.varve.server.feed;

import dev.varve.log.Bytes;
import dev.varve.log.Provenance;
import dev.varve.log.codec.EventType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Which changes somebody wants to hear of.
///
/// @param bucket by name; empty for all, and for what is of no bucket
/// @param prefix of keys; what has no key has none
/// @param types of changes, or of the events they are a part of
/// @param by who caused it
public record Selection(Optional<String> bucket, String prefix, Set<EventType> types, By by) {
    /// What says nothing of anybody's objects, or says it a second time: only for those who ask for it.
    private static final Set<EventType> HOUSEKEEPING =
            EnumSet.of(
                    EventType.CHECKPOINT,
                    EventType.STARTED,
                    EventType.LAYER_SETTLED,
                    EventType.EVENTS_IMPORTED);

    public static final Selection ALL = new Selection(Optional.empty(), "", usual(), By.ANYBODY);

    /// Who did it, and from where; empty for whoever and wherever.
    public record By(Optional<String> actor, Optional<String> source) {
        public static final By ANYBODY = new By(Optional.empty(), Optional.empty());

        private boolean isOf(Provenance provenance) {
            return (actor.isEmpty() || actor.get().equals(provenance.actor().id()))
                    && (source.isEmpty() || source.get().equals(provenance.source()));
        }
    }

    public Selection {
        types = Set.copyOf(types);
    }

    /// All types but those that only the journal itself is about.
    public static Set<EventType> usual() {
        return EnumSet.complementOf(EnumSet.copyOf(HOUSEKEEPING));
    }

    boolean takes(Change change, Feed feed) {
        return isOfType(change)
                && by.isOf(change.recorded().envelope().provenance())
                && (bucket.isEmpty() || isOfBucket(change, feed))
                && (prefix.isEmpty() || isBelow(change));
    }

    private boolean isOfType(Change change) {
        return types.contains(change.type())
                || (change.isPart() && types.contains(change.within()))
                || (change.told().isImported() && types.contains(EventType.EVENTS_IMPORTED));
    }

    private boolean isOfBucket(Change change, Feed feed) {
        return change.rest()
                ? change.ranges().stream().anyMatch(range -> isNamed(feed.bucket(range.bucket())))
                : change.bucket().map(id -> isNamed(feed.bucket(id))).orElse(false);
    }

    private boolean isNamed(Optional<KnownBucket> found) {
        return found.map(KnownBucket::name).equals(bucket);
    }

    private boolean isBelow(Change change) {
        byte[] wanted = Bytes.utf8(prefix).toArray();
        return change.rest()
                ? change.ranges().stream().anyMatch(range -> meets(range.prefix(), wanted))
                : change.key().map(key -> Bytes.startsWith(key.utf8(), wanted)).orElse(false);
    }

    private static boolean meets(Bytes range, byte[] wanted) {
        byte[] mine = range.toArray();
        return Bytes.startsWith(mine, wanted) || Bytes.startsWith(wanted, mine);
    }
}
