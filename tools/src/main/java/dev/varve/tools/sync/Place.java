package dev.varve.tools.sync;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// One end of a copy, as people write it. What begins with `/`, `./` or `../`, and `.` and `..`, is a
/// path of this machine; `-` is standard input or output; everything else is `BUCKET/KEY`. Which it is
/// never depends on what there is.
public sealed interface Place {
    record Local(Path path) implements Place {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// @param key empty for the whole bucket
    record Remote(String bucket, String key) implements Place {
        /// What the keys of a directory begin with.
        public String prefix() {
            return key.isEmpty() || key.endsWith("/") ? key : key + "/";
        }

        @Override
        public String toString() {
            return bucket + "/" + key;
        }
    }

    record Standard() implements Place {
        @Override
        public String toString() {
            return "-";
        }
    }

    /// @throws IllegalArgumentException for what is neither
    static Place parse(String text) {
        if (text.equals("-")) {
            return new Standard();
        }
        if (isLocal(text)) {
            try {
                return new Local(Path.of(text));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("'" + text + "' is no path", e);
            }
        }
        return remote(text);
    }

    /// @throws IllegalArgumentException for a path of this machine
    static Remote remote(String text) {
        int slash = text.indexOf('/');
        String bucket = slash < 0 ? text : text.substring(0, slash);
        if (bucket.isEmpty() || bucket.startsWith(".") || text.equals("-")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not BUCKET or BUCKET/KEY; that begins with a bucket's name");
        }
        return new Remote(bucket, slash < 0 ? "" : text.substring(slash + 1));
    }

    private static boolean isLocal(String text) {
        return text.startsWith("/")
                || text.startsWith("./")
                || text.startsWith("../")
                || text.equals(".")
                || text.equals("..");
    }
}
