package dev.varve.tools.sync;

import dev.varve.tools.client.RemoteObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;

/// A file or an object of a tree.
public sealed interface Entry {
    /// Below the root, with `/` between names.
    String name();

    long size();

    /// When its content was changed.
    Instant changed();

    record OfFile(String name, Path path, long size, Instant changed) implements Entry {}

    record OfObject(String name, RemoteObject object) implements Entry {
        @Override
        public long size() {
            return object.size();
        }

        @Override
        public Instant changed() {
            return object.changed();
        }
    }

    /// The order of keys: of their bytes in UTF-8, which is not the order of Java's strings.
    Comparator<String> ORDER =
            (one, other) ->
                    Arrays.compareUnsigned(
                            one.getBytes(StandardCharsets.UTF_8),
                            other.getBytes(StandardCharsets.UTF_8));
}
