package dev.varve.server.api.events;

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
    private record Key(Place place, Place follows, boolean cloud, boolean addresses) {
        int slot() {
            long number = place.position().value() + place.ordinal();
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
        Key key =
                new Key(
                        change.place(),
                        follows,
                        subscription.cloud(),
                        subscription.sight().ofAddresses(change));
        Line known = slots.get(key.slot());
        if (known != null && known.key.equals(key)) {
            return known.bytes;
        }
        byte[] bytes = ApiCall.bytes(subscription.told(change, follows));
        if (bytes.length <= LARGEST) {
            slots.set(key.slot(), new Line(key, bytes));
        }
        return bytes;
    }
}
