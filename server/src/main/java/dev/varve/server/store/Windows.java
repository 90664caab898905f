package dev.varve.server.store;

import dev.varve.projections.objects.Part;
import java.util.List;
import java.util.OptionalInt;

/// Keeps the parts of an upload few, however small the pieces are that it comes in. Its bytes lie in
/// windows, which are longer where it is long already: about 3,200 of them hold 5 TiB. What comes is
/// cut where a window ends. A window that is full keeps at most [#PARTS] parts, the last one some
/// more, so that an upload never has more than 10,000.
///
/// Parts of the last window are merged when there are too many: those that are shorter than what
/// follows them, so that a byte is written anew about once for each doubling of its window's bytes.
final class Windows {
    static final long SHORTEST = 8L << 20;
    static final int PARTS = 3;
    static final int LAST_PARTS = 32;
    private static final long SHARE = 256;

    private Windows() {}

    /// How many bytes may come in one part at this offset.
    static long room(long offset) {
        return length(offset) - offset % length(offset);
    }

    private static long length(long offset) {
        return Math.max(SHORTEST, Long.highestOneBit(offset / SHARE));
    }

    /// The index of the first of the parts that are to be merged into one, with all behind it.
    ///
    /// @param end of the last one
    static OptionalInt toMerge(List<Part> parts, long end) {
        if (parts.isEmpty()) {
            return OptionalInt.empty();
        }
        long begin = end - parts.getLast().size();
        long window = begin - begin % length(begin);
        int first = parts.size() - 1;
        for (; first > 0 && begin - parts.get(first - 1).size() >= window; first--) {
            begin -= parts.get(first - 1).size();
        }
        boolean full = end >= window + length(window);
        return full ? all(parts, first) : some(parts, first);
    }

    private static OptionalInt all(List<Part> parts, int first) {
        return parts.size() - first > PARTS ? OptionalInt.of(first) : OptionalInt.empty();
    }

    private static OptionalInt some(List<Part> parts, int first) {
        if (parts.size() - first <= LAST_PARTS) {
            return OptionalInt.empty();
        }
        long behind = 0;
        int merged = parts.size() - 1;
        for (int i = parts.size() - 1; i >= first; i--) {
            merged = parts.get(i).size() < 2 * behind ? i : merged;
            behind += parts.get(i).size();
        }
        return OptionalInt.of(Math.min(merged, parts.size() - 2));
    }
}
