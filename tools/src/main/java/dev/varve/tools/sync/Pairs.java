package dev.varve.tools.sync;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Two trees in step: what has the same name in both comes together.
final class Pairs implements Iterator<Pairs.Pair> {
    private final Tree from;
    private final Tree to;

    /// At least one of them is there.
    record Pair(Optional<Entry> from, Optional<Entry> to) {
        String name() {
            return from.or(() -> to).orElseThrow().name();
        }
    }

    Pairs(Iterator<? extends Entry> from, Iterator<? extends Entry> to) {
        this.from = new Tree(from);
        this.to = new Tree(to);
    }

    @Override
    public boolean hasNext() {
        return from.peek() != null || to.peek() != null;
    }

    @Override
    public Pair next() {
        Entry one = from.peek();
        Entry other = to.peek();
        if (one == null && other == null) {
            throw new NoSuchElementException();
        }
        int order = order(one, other);
        return new Pair(
                order <= 0 ? from.take() : Optional.empty(),
                order >= 0 ? to.take() : Optional.empty());
    }

    private static int order(@Nullable Entry one, @Nullable Entry other) {
        if (one == null) {
            return 1;
        }
        return other == null ? -1 : Entry.ORDER.compare(one.name(), other.name());
    }

    /// A tree out of order would make what is there look like what is not, and be deleted.
    private static final class Tree {
        private final Iterator<? extends Entry> entries;
        private @Nullable Entry next;
        private @Nullable String last;

        Tree(Iterator<? extends Entry> entries) {
            this.entries = entries;
        }

        @Nullable Entry peek() {
            if (next == null && entries.hasNext()) {
                Entry read = entries.next();
                if (last != null && Entry.ORDER.compare(last, read.name()) >= 0) {
                    throw new IllegalStateException(
                            "'" + read.name() + "' comes behind '" + last + "'");
                }
                last = read.name();
                next = read;
            }
            return next;
        }

        Optional<Entry> take() {
            Optional<Entry> taken = Optional.ofNullable(next);
            next = null;
            return taken;
        }
    }
}
