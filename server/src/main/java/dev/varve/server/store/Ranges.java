package dev.varve.server.store;

import dev.varve.log.ObjectPart;
import dev.varve.server.store.ByteRange.Resolved;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;

/// Fits a range to an object's size.
final class Ranges {
    private Ranges() {}

    static Outcome<Resolved> resolve(ByteRange range, long size, List<ObjectPart> parts) {
        return switch (range) {
            case ByteRange.All _ -> Outcome.done(new Resolved(0, size, false));
            case ByteRange.FromTo(long first, var last) ->
                    first >= size
                            ? outside(size)
                            : span(first, last == null ? size - 1 : Math.min(last, size - 1));
            case ByteRange.Suffix(long length) ->
                    length <= 0 || size == 0
                            ? outside(size)
                            : span(Math.max(0, size - length), size - 1);
            case ByteRange.PartNumber(int number) -> part(number, size, parts);
        };
    }

    private static Outcome<Resolved> span(long first, long last) {
        return Outcome.done(new Resolved(first, last - first + 1, true));
    }

    private static Outcome<Resolved> outside(long size) {
        return Outcome.refused(Reason.INVALID_RANGE, "the object has " + size + " bytes");
    }

    /// An object that was put whole is its own part 1.
    private static Outcome<Resolved> part(int number, long size, List<ObjectPart> parts) {
        if (parts.isEmpty() && number == 1) {
            return Outcome.done(new Resolved(0, size, true));
        }
        long offset = 0;
        for (ObjectPart part : parts) {
            if (part.number() == number) {
                return Outcome.done(new Resolved(offset, part.size(), true));
            }
            offset += part.size();
        }
        return Outcome.refused(Reason.INVALID_PART, "the object has no part " + number);
    }
}
