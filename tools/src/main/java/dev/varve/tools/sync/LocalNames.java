package dev.varve.tools.sync;

import dev.varve.tools.client.Download;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where objects go below a directory. Any text may be a key, so most of this says no: nothing is
/// written outside the directory, through a link, or over what another key became.
final class LocalNames {
    private final Path root;

    /// A key that cannot be a file here.
    static final class Impossible extends IOException {
        private static final long serialVersionUID = 1L;

        Impossible(String why) {
            super(why);
        }
    }

    LocalNames(Path root) {
        this.root = root;
    }

    /// @throws Impossible that says why not
    Path path(String name) throws Impossible {
        List<String> names = split(name);
        Path path = root;
        for (String each : names) {
            require(each);
            path = below(path, each);
        }
        if (names.getFirst().equals(Download.PARTS)) {
            throw new Impossible("files gather below that name");
        }
        return path;
    }

    private static List<String> split(String name) {
        List<String> names = new ArrayList<>();
        int at = 0;
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', at)) {
            names.add(name.substring(at, slash));
            at = slash + 1;
        }
        names.add(name.substring(at));
        return names;
    }

    private static void require(String name) throws Impossible {
        if (name.isEmpty()) {
            throw new Impossible("no file can have an empty name in its path");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new Impossible("'" + name + "' would lead out of the directory");
        }
        if (name.indexOf('\0') >= 0) {
            throw new Impossible("no file can have a NUL in its name");
        }
    }

    /// The name must be one step down, whatever else this machine takes for a separator or a drive.
    private static Path below(Path directory, String name) throws Impossible {
        try {
            Path path = directory.resolve(name);
            boolean oneStep =
                    path.getNameCount() == directory.getNameCount() + 1
                            && directory.equals(path.getParent())
                            && path.endsWith(name);
            if (oneStep) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new Impossible("no file can have that name here: " + e.getReason());
        }
        throw new Impossible("no file can have that name here");
    }

    /// Makes the directories above a file, none of which may be a link.
    void makeParents(Path file) throws IOException {
        Path at = root;
        for (Path step : root.relativize(file.resolveSibling(""))) {
            at = at.resolve(step);
            if (!step.toString().isEmpty()) {
                makeDirectory(at);
            }
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (Files.isSymbolicLink(directory)) {
                throw new Impossible(directory + " is a link, which is not followed");
            }
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new Impossible(directory + " is a file: the names collide");
            }
        }
    }

    /// What is there may be replaced if it is a file that has just this name; where a file system takes
    /// two names for the same, it may be what another key became.
    static void requireReplaceable(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new Impossible("a link is there, which is left as it is");
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Impossible("a directory is there: the names collide");
        }
        Path real = file.toRealPath(LinkOption.NOFOLLOW_LINKS).getFileName();
        if (real != null && !real.equals(file.getFileName())) {
            throw new Impossible("'" + real + "' is there already, which is the same name here");
        }
    }
}
