package dev.varve.tools.sync;

import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Condition;
import dev.varve.tools.client.Content.Watch;
import dev.varve.tools.client.FileDigest;
import dev.varve.tools.client.Resume;
import dev.varve.tools.client.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Files of a directory become objects below a prefix.
///
/// @param conditional whether a key that changed since it was listed is left as it is
public record Uploading(Path root, Bucket bucket, String prefix, Resume resume, boolean conditional)
        implements Direction {
    @Override
    public Iterator<Entry> source(BiConsumer<String, String> leftOut) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NoSuchFileException(root.toString(), null, "no such directory");
        }
        return new LocalTree(root, leftOut);
    }

    @Override
    public Iterator<Entry> target() {
        return new RemoteTree(bucket, prefix);
    }

    @Override
    public boolean isSame(Entry from, Entry to, boolean closely) throws IOException {
        if (from.size() != to.size()) {
            return false;
        }
        return (!closely && Direction.isSameAtAGlance(from, to)) || isSameContent(from, to);
    }

    /// Where the server does not know it, it is another.
    static boolean isSameContent(Entry one, Entry other) throws IOException {
        if (one instanceof Entry.OfFile file && other instanceof Entry.OfObject object) {
            Optional<String> sha256 = object.object().sha256();
            return sha256.isPresent()
                    && sha256.get().equals(FileDigest.hex(file.path(), file.size()));
        }
        throw new IllegalArgumentException("a file and an object are compared");
    }

    @Override
    public void copy(Entry from, Optional<Entry> over, Watch watch) throws IOException {
        if (!(from instanceof Entry.OfFile file)) {
            throw new IllegalArgumentException("files are uploaded");
        }
        Condition condition =
                conditional
                        ? over.map(Uploading::inPlaceOf).orElse(Condition.ABSENT)
                        : Condition.NONE;
        new Upload(bucket, prefix + from.name(), Upload.Attributes.ofName(from.name()), condition)
                .file(file.path(), resume, watch);
    }

    static Condition inPlaceOf(Entry entry) {
        return entry instanceof Entry.OfObject object
                ? Condition.over(object.object())
                : Condition.NONE;
    }

    @Override
    public void delete(Entry gone) {
        bucket.delete(prefix + gone.name(), inPlaceOf(gone));
    }
}
