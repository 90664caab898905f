package dev.varve.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tells which process of this machine opened a connection, as Linux tells it under `/proc`: all nodes
/// come from the same address.
final class Callers {
    private static final Pattern BLANKS = Pattern.compile(" +");
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private Callers() {}

    static boolean opened(long pid, String socketInode) {
        Path wanted = Path.of("socket:[" + socketInode + "]");
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> leadsTo(file, wanted));
        } catch (IOException e) {
            return false; // the process is gone
        }
    }

    private static boolean leadsTo(Path file, Path wanted) {
        try {
            return Files.readSymbolicLink(file).equals(wanted);
        } catch (IOException e) {
            return false; // it was closed meanwhile
        }
    }

    /// Of the socket that connected a port of its own with another.
    static Optional<String> inode(int own, int other) throws IOException {
        String local = ":%04X".formatted(own);
        String remote = ":%04X".formatted(other);
        for (Path table : TABLES) {
            for (String line : Files.readAllLines(table)) {
                String[] field = BLANKS.split(line.strip(), -1);
                if (field[LOCAL].endsWith(local) && field[REMOTE].endsWith(remote)) {
                    return Optional.of(field[INODE]);
                }
            }
        }
        return Optional.empty();
    }
}
