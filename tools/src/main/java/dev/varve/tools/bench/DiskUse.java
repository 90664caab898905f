package dev.varve.tools.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Bytes that a directory really takes on disk: blocks, as `du` counts them. A native library that
/// was unpacked there is left out: there is one, however much is stored.
final class DiskUse {
    private static final int BLOCK = 512;

    private DiskUse() {}

    static long of(Path directory) {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".so"))
                    .mapToLong(DiskUse::blocks)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long blocks(Path file) {
        try {
            Process stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
            try (var out = stat.inputReader()) {
                return Long.parseLong(out.readLine()) * BLOCK;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
