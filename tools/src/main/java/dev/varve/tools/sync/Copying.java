package dev.varve.tools.sync;

import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Condition;
import dev.varve.tools.client.Content.Watch;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Objects below one prefix become objects below another. Their bytes stay where they are.
///
/// @param conditional whether a key that changed since it was listed is left as it is
/// @param moving whether each is gone from its place when it is in the other
public record Copying(
        Bucket from,
        String fromPrefix,
        Bucket to,
        String toPrefix,
        boolean conditional,
        boolean moving)
        implements Direction {
    @Override
    public Iterator<? extends Entry> source(BiConsumer<String, String> leftOut) {
        return new RemoteTree(from, fromPrefix);
    }

    @Override
    public Iterator<? extends Entry> target() {
        return new RemoteTree(to, toPrefix);
    }

    /// By digest where both are known, else by tag, which says it for objects of one request.
    @Override
    public boolean isSame(Entry one, Entry other, boolean closely) {
        if (one.size() != other.size()
                || !(one instanceof Entry.OfObject from)
                || !(other instanceof Entry.OfObject to)) {
            return false;
        }
        Optional<String> sha256 = from.object().sha256();
        boolean known = sha256.isPresent() && to.object().sha256().isPresent();
        return known
                ? sha256.equals(to.object().sha256())
                : from.object().etag().equals(to.object().etag());
    }

    @Override
    public void copy(Entry entry, Optional<Entry> over, Watch watch) throws IOException {
        if (!(entry instanceof Entry.OfObject source)) {
            throw new IllegalArgumentException("objects are copied");
        }
        Condition condition =
                conditional
                        ? over.map(Uploading::inPlaceOf).orElse(Condition.ABSENT)
                        : Condition.NONE;
        if (moving) {
            from.move(source.object(), to, toPrefix + entry.name(), condition);
        } else {
            from.copy(source.object(), to, toPrefix + entry.name(), condition);
        }
        watch.moved(entry.size());
    }

    @Override
    public void delete(Entry gone) {
        to.delete(toPrefix + gone.name(), Uploading.inPlaceOf(gone));
    }
}
