package dev.varve.tools.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The classes of files in a data directory.
enum FileClass {
    SEGMENT("journal/.*\\.cq4"),
    JOURNAL_STATE("journal/(?!.*\\.cq4$).*"),
    PACK("blobs/.*pack.*"),
    LARGE_BLOB("blobs/.*large.*"),
    BLOB_OTHER("blobs/(?!.*(pack|large)).*"),
    PLACEMENT("placement/.*"),
    VIEW("view/.*"),
    KEYRING("keyring"),
    IDENTITY("identity"),
    MASTER_KEY("master\\.key");

    private final String pattern;

    FileClass(String pattern) {
        this.pattern = pattern;
    }

    private boolean contains(Path file) {
        String name = file.toString();
        boolean chatter = name.contains("/LOG") || name.endsWith("LOCK");
        return !chatter && name.matches(pattern);
    }

    /// The files of a data directory by class, relative to it; classes without files are left out.
    static Map<FileClass, List<Path>> of(Path root) throws IOException {
        Map<FileClass, List<Path>> found = new EnumMap<>(FileClass.class);
        for (FileClass each : values()) {
            try (Stream<Path> walk = Files.walk(root)) {
                List<Path> files =
                        walk.filter(Files::isRegularFile)
                                .map(root::relativize)
                                .filter(each::contains)
                                .sorted()
                                .collect(Collectors.toList());
                if (!files.isEmpty()) {
                    found.put(each, files);
                }
            }
        }
        return found;
    }
}
