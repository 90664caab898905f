package dev.varve.tools.client;

import dev.varve.tools.s3.Hashes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;

/// Fetches an object into a file, which has its name only when it is whole: bytes gather in a file
/// beside, named by what they are of, and an attempt goes on where one ended.
public final class Download {
    /// The directory in which they gather; no file of a tree.
    public static final String PARTS = ".varve-part";

    private static final int NAME = 32;

    private final Bucket bucket;
    private final RemoteObject object;
    private final Path part;

    /// @param root of the tree that the file is to be in, on the same volume
    public Download(Bucket bucket, RemoteObject object, Path root) {
        this.bucket = bucket;
        this.object = object;
        String what = bucket.name() + "\n" + object.key() + "\n" + object.etag();
        String name = Hashes.hex(Hashes.sha256(what.getBytes(StandardCharsets.UTF_8)));
        this.part = root.resolve(PARTS).resolve(name.substring(0, NAME) + ".part");
    }

    /// What is to be done once the file is whole.
    @FunctionalInterface
    public interface Commit {
        void move(Path part) throws IOException;
    }

    /// @param commit gives the file its name
    public void run(Content.Watch watch, Commit commit) throws IOException {
        Files.createDirectories(part.resolveSibling(""));
        gather(watch);
        verify();
        Files.setLastModifiedTime(part, FileTime.from(object.changed()));
        try {
            commit.move(part);
        } finally {
            // What cannot have its name now will not have it later.
            Files.deleteIfExists(part);
            tidy();
        }
    }

    /// Puts it in the place of what is there.
    public static void replace(Path part, Path target) throws IOException {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private void gather(Content.Watch watch) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS))) {
            if (channel.size() > object.size()) {
                channel.truncate(0);
            }
            long have = channel.size();
            channel.position(have);
            watch.moved(have);
            if (have < object.size()) {
                new Fetch(bucket, object.key(), Optional.empty())
                        .of(object, have)
                        .into((bytes, length) -> {
                            write(channel, ByteBuffer.wrap(bytes, 0, length));
                            watch.moved(length);
                        });
            }
            channel.force(true);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void verify() throws IOException {
        boolean whole =
                Files.size(part) == object.size() && object.sha256().map(this::isOf).orElse(true);
        if (!whole) {
            Files.delete(part);
            throw new IOException("'" + object.key() + "' is not what the server says it is");
        }
    }

    private boolean isOf(String sha256) {
        try {
            return FileDigest.hex(part, object.size()).equals(sha256);
        } catch (IOException e) {
            return false;
        }
    }

    /// The last one out turns off the light.
    private void tidy() throws IOException {
        try {
            Files.deleteIfExists(part.resolveSibling(""));
        } catch (DirectoryNotEmptyException e) {
            return; // others are still gathering
        }
    }
}
