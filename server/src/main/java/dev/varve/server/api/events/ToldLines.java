package dev.varve.server.api.events;

import dev.varve.log.Event.RangeEvent;
import dev.varve.server.api.ApiCall;
import dev.varve.server.feed.Change;
import dev.varve.server.feed.Place;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Changes as they were written last, so that each is written once for all who are told the same of it. It
/// keeps small ones only, up to [#LINES] of them.
final class ToldLines {
    static final int LINES = 2048;

    /// Bytes of a line that is kept.
    static final int LARGEST = 4 << 10;

    /// Whoever is told a change in another form shall not take the place of this one.
    private static final int FORMS = 4;

    private final AtomicReferenceArray<@Nullable Line> slots = new AtomicReferenceArray<>(LINES);

    /// All that what is written depends on.
    private record Key(Place place, Place follows, boolean last, boolean cloud, boolean addresses) {
        /// What other nodes did comes together, with ordinals far apart.
        int slot(Change change) {
            long number = place.position().value() + change.told().index() + change.ownOrdinal();
            int form = (cloud ? 1 : 0) + (addresses ? 2 : 0);
            return (int) Math.floorMod(number * FORMS + form, (long) LINES);
        }
    }

    /// For reading only.
    private static final class Line {
        private final Key key;
        private final byte[] bytes;

        Line(Key key, byte[] bytes) {
            this.key = key;
            this.bytes = bytes;
        }
    }

    /// What a follower is told, as JSON. Not to be changed.
    ///
    /// @param follows what it was told before
    byte[] of(Subscription subscription, Change change, Place follows) {
        boolean addresses = subscription.sight().ofAddresses(change);
        if (isOfHistory(change)) {
            return write(subscription, change, follows, addresses);
        }
        Key key = new Key(change.place(), follows, change.last(), subscription.cloud(), addresses);
        int slot = key.slot(change);
        Line known = slots.get(slot);
        if (known != null && known.key.equals(key)) {
            return known.bytes;
        }
        byte[] bytes = write(subscription, change, follows, addresses);
        if (bytes.length <= LARGEST) {
            slots.set(slot, new Line(key, bytes));
        }
        return bytes;
    }

    /// What an event about ranges did is read from history. Some of that goes, and then other keys have the
    /// places of those that were behind it.
    private static boolean isOfHistory(Change change) {
        return change.recorded().event() instanceof RangeEvent;
    }

    private static byte[] write(
            Subscription subscription, Change change, Place follows, boolean addresses) {
        return ApiCall.bytes(subscription.told(change, follows, addresses));
    }
}
