package dev.varve.server.config;

import dev.varve.log.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Text files that only their owner reads, and that are there whole or not at all.
public final class OwnerFile {
    private static final FileAttribute<?>[] ANY = {};
    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };

    private OwnerFile() {}

    /// Written beside, synced, renamed, directory synced. It is never readable by others, not even
    /// for a moment.
    public static void write(Path path, String text, Disk disk) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (FileChannel channel = create(beside)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            disk.force(beside, channel);
            disk.move(beside, path);
            disk.forceDirectory(Objects.requireNonNull(path.toAbsolutePath().getParent()));
        }
    }

    private static FileChannel create(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                posix ? OWNER_ONLY : ANY);
    }
}
