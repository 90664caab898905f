package dev.varve.tools.sync;

import dev.varve.tools.client.Bucket;
import dev.varve.tools.client.Content.Watch;
import dev.varve.tools.client.Download;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Objects below a prefix become files of a directory.
public final class Downloading implements Direction {
    private final Bucket bucket;
    private final String prefix;
    private final Path root;
    private final LocalNames names;

    /// Files get their names one after the other, or two that are the same to the file system could both
    /// find theirs free.
    private final ReentrantLock naming = new ReentrantLock();

    /// @param root is made when something is copied
    public Downloading(Bucket bucket, String prefix, Path root) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.root = root;
        this.names = new LocalNames(root);
    }

    @Override
    public Iterator<? extends Entry> source(BiConsumer<String, String> leftOut) {
        return new RemoteTree(bucket, prefix);
    }

    /// Links and the like are not of the tree, and so they are left alone.
    @Override
    public Iterator<? extends Entry> target() throws IOException {
        return Files.exists(root)
                ? new LocalTree(root, (_, _) -> {})
                : Collections.<Entry>emptyIterator();
    }

    @Override
    public boolean isSame(Entry from, Entry to, boolean closely) throws IOException {
        if (from.size() != to.size()) {
            return false;
        }
        return (!closely && Direction.isSameAtAGlance(from, to))
                || Uploading.isSameContent(to, from);
    }

    @Override
    public void check(Entry from) throws IOException {
        if (!isFolder(from)) {
            names.path(from.name());
        }
    }

    /// Some programs store empty objects for folders, with a slash at the end.
    private static boolean isFolder(Entry from) {
        return from.size() == 0 && (from.name().isEmpty() || from.name().endsWith("/"));
    }

    @Override
    public void copy(Entry from, Optional<Entry> over, Watch watch) throws IOException {
        if (!(from instanceof Entry.OfObject object)) {
            throw new IllegalArgumentException("objects are downloaded");
        }
        if (isFolder(from)) {
            makeFolder(from.name());
            return;
        }
        Path target = names.path(from.name());
        Files.createDirectories(root);
        names.makeParents(target);
        LocalNames.requireReplaceable(target);
        new Download(bucket, object.object(), root).run(watch, part -> name(part, target));
    }

    private void name(Path part, Path target) throws IOException {
        naming.lock();
        try {
            names.makeParents(target);
            LocalNames.requireReplaceable(target);
            Download.replace(part, target);
        } finally {
            naming.unlock();
        }
    }

    private void makeFolder(String name) throws IOException {
        if (!name.isEmpty()) {
            Path inside = names.path(name + "x");
            Files.createDirectories(root);
            names.makeParents(inside);
        }
    }

    @Override
    public void delete(Entry gone) throws IOException {
        Path file = names.path(gone.name());
        Files.deleteIfExists(file);
        removeEmpty(file.getParent());
    }

    private void removeEmpty(@Nullable Path from) throws IOException {
        try {
            for (@Nullable Path at = from; at != null && !at.equals(root); at = at.getParent()) {
                Files.deleteIfExists(at);
            }
        } catch (DirectoryNotEmptyException e) {
            return; // there is more in it
        }
    }
}
