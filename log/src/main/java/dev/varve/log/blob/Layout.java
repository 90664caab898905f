package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Names of files and directories. Every name is made of hashes and numbers, never of what a
/// client sent.
final class Layout {
    private static final String PACK = ".pack";
    private static final Pattern LARGE =
            Pattern.compile("((?<domain>\\d{1,9})\\.)?(?<hash>[0-9a-f]{64})-\\d{1,18}");
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

    Path dictionaries() {
        return root.resolve("dictionaries");
    }

    Path dictionary(int id) {
        return dictionaries().resolve(String.format(Locale.ROOT, "%08x.dict", id));
    }

    Path dictionaryCopy(int id) {
        return dictionaries().resolve(String.format(Locale.ROOT, "%08x.copy", id));
    }

    /// Ids of dictionaries of which there is a file.
    List<Integer> listDictionaries() throws IOException {
        if (!Files.isDirectory(dictionaries())) {
            return List.of();
        }
        return list(dictionaries()).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("[0-9a-f]{8}\\.(dict|copy)"))
                .map(name -> Integer.parseUnsignedInt(name.substring(0, 8), 16))
                .distinct()
                .toList();
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
        for (Path directory :
                List.of(packs(), large(), quarantine(), dictionaries(), temporary())) {
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
        for (Path file : listPackDirectory()) {
            if (isPack(file)) {
                String name = file.getFileName().toString();
                found.put(Integer.parseInt(name.substring(0, 10)), file);
            }
        }
        return found;
    }

    List<Path> listPackDirectory() throws IOException {
        return list(packs());
    }

    static boolean isPack(Path file) {
        return file.getFileName().toString().matches("\\d{10}\\.pack");
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
            if (Files.isDirectory(directory)) {
                list(directory).stream().filter(Files::isRegularFile).forEach(found::add);
            }
        }
        return found;
    }

    List<Path> listDirectory(Path directory) throws IOException {
        return list(directory);
    }

    /// The blob in a large file's name, if it is one of ours.
    static Optional<BlobId> blobOf(Path file) {
        Matcher name = LARGE.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        Hash256 hash = Hash256.of(HexFormat.of().parseHex(name.group("hash")));
        @Nullable String domain = name.group("domain");
        return Optional.of(
                domain == null
                        ? new BlobId(BlobId.Algorithm.SHA_256, BlobId.SHARED_DOMAIN, hash)
                        : new BlobId(
                                BlobId.Algorithm.HMAC_SHA_256, Integer.parseInt(domain), hash));
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
