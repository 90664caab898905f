package dev.varve.log.journal;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// How large the segments were before a queue opened them. It follows the offsets in their headers
/// wherever a flipped bit points, and makes the file as large as that.
final class SegmentSizes {
    private final Map<Path, Long> before;

    private SegmentSizes(Map<Path, Long> before) {
        this.before = before;
    }

    static SegmentSizes of(Path directory) {
        try {
            Map<Path, Long> sizes = new LinkedHashMap<>();
            for (Path path : Survey.paths(directory)) {
                sizes.put(path, Files.size(path));
            }
            return new SegmentSizes(sizes);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot list " + directory, e);
        }
    }

    /// Whether a segment is larger by more than this.
    boolean areExceeded(long tolerance) {
        for (Map.Entry<Path, Long> each : before.entrySet()) {
            if (size(each.getKey()) > each.getValue() + tolerance) {
                return true;
            }
        }
        return false;
    }

    /// Cuts what is too large by more than this back to what it was, and says which it was.
    ///
    /// @throws StoreException.Corrupt naming the first
    void restore(long tolerance) {
        Path first = null;
        for (Map.Entry<Path, Long> each : before.entrySet()) {
            if (size(each.getKey()) > each.getValue() + tolerance) {
                first = first == null ? each.getKey() : first;
                cut(each.getKey(), each.getValue());
            }
        }
        if (first != null) {
            throw new StoreException.Corrupt(
                    first.toString(), 0, "the queue's own header points beyond the file's end");
        }
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + path, e);
        }
    }

    private static void cut(Path path, long size) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot cut " + path + " to " + size + " bytes", e);
        }
    }
}
