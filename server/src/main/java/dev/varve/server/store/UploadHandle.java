package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// Names one upload that resumes, wherever it is in its life. Its text says bucket and key, so that a
/// caller's rights can be looked at before anything else, and a nonce that nobody guesses.
///
/// @param opened where the journal tells of it
public record UploadHandle(
        BucketName bucket, ObjectKey key, UploadId upload, Position opened, Bytes nonce) {
    private static final int FIXED = Stamp.BYTES + Long.BYTES + UploadTerms.NONCE_BYTES + 1;
    private static final int MAX_TEXT = 2048;

    public String text() {
        byte[] name = bucket.value().getBytes(StandardCharsets.US_ASCII);
        byte[] utf8 = key.utf8();
        ByteBuffer out = ByteBuffer.allocate(FIXED + name.length + utf8.length);
        out.put(upload.stamp().bytes()).putLong(opened.value()).put(nonce.toArray());
        out.put((byte) name.length).put(name).put(utf8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /// Empty for what is not the text of a handle.
    public static Optional<UploadHandle> parse(String text) {
        if (text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        try {
            UploadHandle handle = read(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)));
            return handle.text().equals(text) ? Optional.of(handle) : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private static UploadHandle read(ByteBuffer in) {
        UploadId upload = new UploadId(Stamp.read(in));
        Position opened = new Position(in.getLong());
        Bytes nonce = Bytes.of(take(in, UploadTerms.NONCE_BYTES));
        String bucket =
                new String(take(in, Byte.toUnsignedInt(in.get())), StandardCharsets.US_ASCII);
        ObjectKey key = ObjectKey.ofUtf8(take(in, in.remaining()));
        return new UploadHandle(new BucketName(bucket), key, upload, opened, nonce);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
