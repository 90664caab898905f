package dev.varve.tools.sync;

import dev.varve.tools.client.Content.Watch;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiConsumer;

/// From where to where: what there is, and how one thing of it is copied, compared and deleted.
public sealed interface Direction permits Uploading, Downloading, Copying {
    /// In the order of names.
    ///
    /// @param leftOut is told what is there but cannot be copied, and why
    Iterator<? extends Entry> source(BiConsumer<String, String> leftOut) throws IOException;

    Iterator<? extends Entry> target() throws IOException;

    /// Whether both have the same content.
    ///
    /// @param closely by what is in them, even where size and time are the same
    boolean isSame(Entry from, Entry to, boolean closely) throws IOException;

    /// @throws IOException where it can never be copied, whatever the target has
    default void check(Entry from) throws IOException {}

    /// Fails where the target is not as it was seen.
    ///
    /// @param over what is to be replaced
    void copy(Entry from, Optional<Entry> over, Watch watch) throws IOException;

    void delete(Entry gone) throws IOException;

    /// What it takes to be called the same without a look at the content.
    static boolean isSameAtAGlance(Entry from, Entry to) {
        return from.size() == to.size()
                && from.changed().toEpochMilli() == to.changed().toEpochMilli();
    }
}
