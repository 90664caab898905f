package dev.varve.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// Files that people write: read whole, and never endlessly.
final class SmallFile {
    private static final int LIMIT = 1 << 20;

    private SmallFile() {}

    static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw new IOException("it is longer than " + new DataSize(LIMIT));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    /// A value alone in a file, as editors and `echo` leave it: with a line end.
    static String readValue(Path file) throws IOException {
        return read(file).replaceFirst("\\R\\z", "");
    }

    /// Whether others than its owner may read it.
    static boolean isShared(Path file) {
        try {
            Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
            return granted.contains(PosixFilePermission.GROUP_READ)
                    || granted.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // a file system without modes, or a file that went: nothing to say
        }
    }

    /// What an I/O error says; the JDK's own messages are often only the name of the file.
    static String why(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "access denied";
            case CharacterCodingException _ -> "it is not UTF-8";
            default -> String.valueOf(e.getMessage());
        };
    }
}
