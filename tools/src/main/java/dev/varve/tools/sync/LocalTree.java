package dev.varve.tools.sync;

import dev.varve.tools.client.Download;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The files below a directory in the order of the keys that they become. Links are not followed, and
/// neither they nor devices are files here.
final class LocalTree implements Iterator<Entry> {
    private static final Comparator<Child> ORDER =
            (one, other) -> Entry.ORDER.compare(one.sorted(), other.sorted());

    /// What a name becomes that this machine's encoding cannot say.
    private static final char UNKNOWN = '\ufffd';

    private final Path root;
    private final BiConsumer<String, String> leftOut;
    private final Deque<Iterator<Child>> open = new ArrayDeque<>();
    private @Nullable Entry next;

    /// @param sorted its name, with the slash that is behind that of a directory in keys
    private record Child(Path path, String sorted, BasicFileAttributes attributes) {}

    /// @param leftOut is told what is no file, and why it is left out
    LocalTree(Path root, BiConsumer<String, String> leftOut) throws IOException {
        this.root = root;
        this.leftOut = leftOut;
        open.push(children(root).iterator());
    }

    @Override
    public boolean hasNext() {
        while (next == null && !open.isEmpty()) {
            if (open.getFirst().hasNext()) {
                visit(open.getFirst().next());
            } else {
                open.pop();
            }
        }
        return next != null;
    }

    private void visit(Child child) {
        String name = name(child.path());
        BasicFileAttributes attributes = child.attributes();
        if (name.indexOf(UNKNOWN) >= 0) {
            leftOut.accept(name, "its name is not text in this machine's encoding");
        } else if (attributes.isDirectory()) {
            if (!name.equals(Download.PARTS)) {
                descend(child.path());
            }
        } else if (attributes.isRegularFile()) {
            next =
                    new Entry.OfFile(
                            name,
                            child.path(),
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant());
        } else {
            leftOut.accept(
                    name, attributes.isSymbolicLink() ? "a link is not followed" : "it is no file");
        }
    }

    private void descend(Path directory) {
        try {
            open.push(children(directory).iterator());
        } catch (IOException e) {
            // What cannot be read must not look like what is not there.
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private String name(Path path) {
        String separator = path.getFileSystem().getSeparator();
        return root.relativize(path).toString().replace(separator, "/");
    }

    private static List<Child> children(Path directory) throws IOException {
        List<Child> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path path : stream) {
                read(path, children);
            }
        } catch (DirectoryIteratorException e) {
            throw Objects.requireNonNull(e.getCause());
        }
        children.sort(ORDER);
        return children;
    }

    private static void read(Path path, List<Child> into) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String name = String.valueOf(path.getFileName());
            into.add(new Child(path, attributes.isDirectory() ? name + "/" : name, attributes));
        } catch (NoSuchFileException e) {
            return; // it went since the directory was read
        }
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Entry found = Objects.requireNonNull(next);
        next = null;
        return found;
    }
}
