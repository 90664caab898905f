package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.ETag;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Digests as S3 clients compute them.
final class Md5s {
    private Md5s() {}

    static Bytes digest(String algorithm, byte[] bytes) {
        try {
            return Bytes.of(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static ETag of(byte[] bytes) {
        return new ETag(digest("MD5", bytes).toString());
    }

    static ETag ofParts(ETag... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ETag part : parts) {
            all.writeBytes(Bytes.hex(part.value()).toArray());
        }
        return new ETag(digest("MD5", all.toByteArray()) + "-" + parts.length);
    }
}
