package dev.varve.tools.client;

import dev.varve.tools.s3.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Remembers uploads in chunks that are open, so that the next attempt goes on where one ended: a
/// small file for each, named by what is uploaded and where to.
///
/// @param directory empty to remember nothing
/// @param parallel chunks of one file at a time
public record Resume(Optional<Path> directory, int parallel) {
    private static final int LONGEST = 8 << 10;

    /// Whether large files go in chunks at all.
    boolean isPossible() {
        return directory.isPresent();
    }

    /// @param what names content and place
    Optional<String> recall(String what) {
        try {
            Path file = file(what);
            boolean there = Files.isRegularFile(file) && Files.size(file) <= LONGEST;
            return there
                    ? Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // then it begins anew
        }
    }

    void remember(String what, String upload) throws IOException {
        Path file = file(what);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, upload);
    }

    void forget(String what) throws IOException {
        Files.deleteIfExists(file(what));
    }

    private Path file(String what) {
        String name = Hashes.hex(Hashes.sha256(what.getBytes(StandardCharsets.UTF_8)));
        return directory.orElseThrow().resolve(name);
    }
}
