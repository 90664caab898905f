package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Names of files and directories. Every name is made of hashes and numbers, never of what a
/// client sent.
final class Layout {
    private static final String PACK = ".pack";
    private final Path root;

    Layout(Path root) {
        this.root = root;
    }

    Path packs() {
        return root.resolve("packs");
    }

    Path large() {
        return root.resolve("large");
    }

    Path quarantine() {
        return root.resolve("quarantine");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    Path pack(int number) {
        return packs().resolve(String.format(Locale.ROOT, "%010d", number) + PACK);
    }

    Path large(BlobId id, long generation) {
        String hash = id.hash().toString();
        String name =
                id.domain() == BlobId.SHARED_DOMAIN
                        ? hash + "-" + generation
                        : id.domain() + "." + hash + "-" + generation;
        return large().resolve(hash.substring(0, 2)).resolve(name);
    }

    /// Short form for messages and findings.
    String name(Path file) {
        return root.relativize(file).toString();
    }

    void create(Disk disk) throws IOException {
        for (Path directory : List.of(packs(), large(), quarantine(), temporary())) {
            Files.createDirectories(directory);
        }
        disk.forceDirectory(root);
        Path parent = root.toAbsolutePath().getParent();
        if (parent != null) {
            disk.forceDirectory(parent);
        }
    }

    void emptyTemporary(Disk disk) throws IOException {
        for (Path file : list(temporary())) {
            disk.delete(file);
        }
    }

    NavigableMap<Integer, Path> listPacks() throws IOException {
        NavigableMap<Integer, Path> found = new TreeMap<>();
        for (Path file : list(packs())) {
            String name = file.getFileName().toString();
            if (name.matches("\\d{10}\\.pack")) {
                found.put(Integer.parseInt(name.substring(0, 10)), file);
            }
        }
        return found;
    }

    List<Path> listQuarantine() throws IOException {
        return list(quarantine());
    }

    /// The directories that large files are spread over, as far as they are made.
    List<Path> listLargeDirectories() throws IOException {
        return list(large());
    }

    List<Path> listLarge() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path directory : listLargeDirectories()) {
            found.addAll(list(directory));
        }
        return found;
    }

    /// The generation in a large file's name, -1 when it is not one of ours.
    static long generation(Path file) {
        String name = file.getFileName().toString();
        int dash = name.lastIndexOf('-');
        return name.substring(dash + 1).matches("\\d{1,18}")
                ? Long.parseLong(name.substring(dash + 1))
                : -1;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
