package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The directories that hold the object view, and those beside: where another one is made, waits for
/// its place, or was before it. Whatever step a process dies at, [#recover()] ends or undoes it.
public final class ViewFiles {
    public static final String REBUILD = "rebuild";
    private static final String NEXT = "next";
    private static final String MARK = "next.mark";
    private static final String OLD = "old";

    private final Path view;
    private final Disk disk;

    public ViewFiles(Path objects, Disk disk) {
        this.view = objects;
        this.disk = disk;
    }

    Path view() {
        return view;
    }

    boolean exists() {
        return Files.isDirectory(view);
    }

    private Path sibling(String purpose) {
        return view.resolveSibling(view.getFileName() + "." + purpose);
    }

    /// An empty place beside for a view of that purpose.
    public Path beside(String purpose) {
        Path beside = sibling(purpose);
        delete(beside);
        return beside;
    }

    /// The view that waits for its place, if there is a [#next()].
    Path nextView() {
        return sibling(NEXT);
    }

    /// @throws StoreException.Corrupt when its mark is damaged
    Optional<NextView> next() {
        return NextView.read(sibling(MARK));
    }

    /// Lets a view that was made beside, flushed and closed, wait for the next start. It counts from
    /// when its mark is durable.
    void keepForNextStart(Path made, NextView mark) {
        dropNext();
        try {
            disk.move(made, nextView());
            disk.forceDirectory(DataDirectory.parent(view));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot keep " + made + " as " + nextView(), e);
        }
        mark.write(sibling(MARK), disk);
    }

    /// The mark first, so that no part of a view is ever taken for one.
    void dropNext() {
        Path mark = sibling(MARK);
        try {
            if (Files.exists(mark)) {
                disk.delete(mark);
                disk.forceDirectory(DataDirectory.parent(view));
            }
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete " + mark, e);
        }
        delete(sibling(MARK + ".new"));
        delete(nextView());
    }

    /// Puts a view that was made beside, flushed and closed, into the place of the one that is there,
    /// which goes only after that. Nothing waits for its place any more then.
    public void replace(Path beside) {
        Path old = sibling(OLD);
        delete(old);
        try {
            if (exists()) {
                disk.move(view, old);
                disk.forceDirectory(DataDirectory.parent(view));
            }
            disk.move(beside, view);
            disk.forceDirectory(DataDirectory.parent(view));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot put " + beside + " in place of " + view, e);
        }
        dropNext();
        delete(old);
    }

    /// After a process that died: an old view whose place was not taken gets it back, and what is left
    /// over goes.
    void recover() {
        Path old = sibling(OLD);
        if (!exists() && Files.exists(old) && Files.exists(nextView())) {
            try {
                disk.move(old, view);
                disk.forceDirectory(DataDirectory.parent(view));
            } catch (IOException e) {
                throw new StoreException.Failed("cannot put back " + view, e);
            }
        }
        delete(old);
        delete(sibling(REBUILD));
        if (!Files.exists(sibling(MARK)) || !Files.exists(nextView())) {
            dropNext();
        }
    }

    /// Deletes the view and all that could take its place.
    public void drop() {
        dropNext();
        delete(sibling(OLD));
        delete(view);
        try {
            if (Files.exists(DataDirectory.parent(view))) {
                disk.forceDirectory(DataDirectory.parent(view));
            }
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete " + view, e);
        }
    }

    /// A directory with all that is in it; does nothing where there is none.
    static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : leavesFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete " + directory, e);
        }
    }
}
