package dev.varve.log.blob;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobUpload;
import dev.varve.log.PinnedBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// What tests of blob stores do all the time.
public final class Blobs {
    private Blobs() {}

    public static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Compresses well, and no two blocks are alike.
    public static byte[] text(long seed, int length) {
        StringBuilder text = new StringBuilder(length + 32);
        Random random = new Random(seed);
        while (text.length() < length) {
            text.append("line ").append(random.nextInt(1000)).append(" of the log\n");
        }
        return text.substring(0, length).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }

    public static BlobId idOf(byte[] bytes) {
        try {
            return BlobId.sha256(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public static BlobUpload.Finished finish(BlobStore store, byte[] bytes) {
        return finish(store, bytes, BlobHints.of(Set.of()));
    }

    public static BlobUpload.Finished finish(BlobStore store, byte[] bytes, BlobHints hints) {
        try (BlobUpload upload = store.upload(hints)) {
            upload.write(bytes, 0, bytes.length);
            return upload.finish();
        }
    }

    /// Stores durably, holding no pin.
    public static BlobId put(BlobStore store, byte[] bytes) {
        BlobUpload.Finished finished = finish(store, bytes);
        store.sync();
        finished.blob().close();
        return finished.blob().id();
    }

    public static byte[] read(PinnedBlob blob) {
        return read(blob, 0, blob.length());
    }

    public static byte[] read(PinnedBlob blob, long offset, long length) {
        try (InputStream in = blob.read(offset, length)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Empty when the blob is not here.
    public static Optional<byte[]> get(BlobStore store, BlobId id) {
        Optional<PinnedBlob> pinned = store.pin(id);
        try (PinnedBlob blob = pinned.orElse(null)) {
            return blob == null ? Optional.empty() : Optional.of(read(blob));
        }
    }
}
