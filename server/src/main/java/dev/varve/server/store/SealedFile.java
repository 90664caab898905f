package dev.varve.server.store;

import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32C;

/// A small file that is replaced as a whole and checked as a whole: magic, version, length, bytes,
/// CRC-32C over all before it.
record SealedFile(Path path, int magic) {
    private static final int VERSION = 1;
    private static final int HEADER = 12;
    private static final FileAttribute<?>[] ANY = {};
    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final int LIMIT = 1 << 20;

    boolean exists() {
        return Files.exists(path);
    }

    /// @throws StoreException.Corrupt when any byte is not as it was written
    byte[] read() {
        try {
            if (Files.size(path) > LIMIT) {
                throw new StoreException.Corrupt(path.toString(), LIMIT, "the file is too long");
            }
            return check(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + path, e);
        }
    }

    private byte[] check(byte[] file) {
        if (file.length < HEADER + Integer.BYTES) {
            throw new StoreException.Corrupt(path.toString(), file.length, "the file is cut short");
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        if (in.getInt() != magic) {
            throw new StoreException.Corrupt(path.toString(), 0, "the magic number is wrong");
        }
        int end = file.length - Integer.BYTES;
        if (in.getInt(end) != crc(file, end)) {
            throw new StoreException.Corrupt(path.toString(), end, "the checksum is wrong");
        }
        int version = in.getInt();
        if (version != VERSION) {
            throw new StoreException.FromTheFuture(path + " has version " + version);
        }
        if (in.getInt() != end - HEADER) {
            throw new StoreException.Corrupt(path.toString(), 8, "the length is wrong");
        }
        return Arrays.copyOfRange(file, HEADER, end);
    }

    /// Replaces the file: written beside, synced, renamed, directory synced.
    void write(byte[] bytes, Disk disk) {
        int end = HEADER + bytes.length;
        ByteBuffer out = ByteBuffer.allocate(end + Integer.BYTES);
        out.putInt(magic).putInt(VERSION).putInt(bytes.length).put(bytes);
        out.putInt(crc(out.array(), end)).flip();
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = create(beside)) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
            disk.force(beside, channel);
            disk.move(beside, path);
            disk.forceDirectory(DataDirectory.parent(path));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot write " + path, e);
        }
    }

    /// Only its owner ever reads such a file.
    private static FileChannel create(Path beside) throws IOException {
        Files.deleteIfExists(beside);
        boolean posix = beside.getFileSystem().supportedFileAttributeViews().contains("posix");
        return FileChannel.open(
                beside,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                posix ? OWNER_ONLY : ANY);
    }

    private static int crc(byte[] file, int end) {
        CRC32C crc = new CRC32C();
        crc.update(file, 0, end);
        return (int) crc.getValue();
    }
}
