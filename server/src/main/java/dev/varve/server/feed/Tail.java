package dev.varve.server.feed;

import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Events that were read last, so that those who follow the end of the journal together have each decoded
/// once. It keeps small ones only, up to [#EVENTS] of them; who is further behind decodes for itself.
final class Tail {
    static final int EVENTS = 1024;

    /// Bytes of a record that is kept.
    static final int LARGEST = 4 << 10;

    private final AtomicReferenceArray<@Nullable Recorded> slots =
            new AtomicReferenceArray<>(EVENTS);

    /// What [JournalCursor#next()] gives.
    @Nullable Recorded next(JournalCursor cursor) {
        Position at = cursor.position();
        int slot = (int) Math.floorMod(at.value(), (long) EVENTS);
        Recorded known = slots.get(slot);
        if (known != null && known.position().equals(at)) {
            return cursor.nextRecord() == null ? null : known;
        }
        Recorded read = cursor.next();
        if (read != null && cursor.bytes() <= LARGEST && isNewer(read, known)) {
            slots.set(slot, read);
        }
        return read;
    }

    /// Whoever is far behind takes no place of what those at the end share.
    private static boolean isNewer(Recorded read, @Nullable Recorded known) {
        return known == null || read.position().isAfter(known.position());
    }
}
