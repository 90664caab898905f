package dev.varve.tools.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Directory trees as a whole.
final class Trees {
    private static final int CHUNK = 1 << 16;

    private Trees() {}

    /// Deletes what is in a directory, and the directory unless something is mounted on it.
    static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }

    /// Copies files without their holes, of which those of a journal are full.
    static void copy(Path from, Path to) {
        try (Stream<Path> walk = Files.walk(from)) {
            List<Path> paths = walk.toList();
            for (Path path : paths) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    copyFile(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from + " to " + to, e);
        }
    }

    private static void copyFile(Path from, Path to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        byte[] zeros = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(from);
                RandomAccessFile out = new RandomAccessFile(to.toFile(), "rw")) {
            long at = 0;
            for (int read = in.readNBytes(chunk, 0, CHUNK);
                    read > 0;
                    read = in.readNBytes(chunk, 0, CHUNK)) {
                if (!Arrays.equals(chunk, 0, read, zeros, 0, read)) {
                    out.seek(at);
                    out.write(chunk, 0, read);
                }
                at += read;
            }
            out.setLength(at);
        }
    }

    static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
