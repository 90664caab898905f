package dev.varve.log.blob;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A compression dictionary, and its bytes on disk. Its id follows from its content, so that no file
/// ever stands for another dictionary than the one that blocks were made with.
///
/// @param domain the dedup domain whose blobs it was trained on and is used for
/// @param number tells later ones of a domain from earlier ones
@SuppressWarnings("ArrayRecordComponent") // compared by id
record DictionaryFile(int id, int domain, int number, byte[] content) {
    static final int MAX_BYTES = 112_640;
    private static final long MAGIC = 0x5641525645444331L; // VARVEDC1
    private static final byte VERSION = 1;
    private static final int HEADER = 28;
    private static final int HASH = 32;

    static DictionaryFile of(int domain, int number, byte[] content) {
        return new DictionaryFile(idOf(domain, content), domain, number, content);
    }

    /// Never 0, which stands for none.
    private static int idOf(int domain, byte[] content) {
        MessageDigest sha256 = sha256();
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, domain));
        int id = ByteBuffer.wrap(sha256.digest(content)).getInt();
        return id == 0 ? 1 : id;
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + content.length + HASH);
        out.putLong(MAGIC).put(VERSION).put(new byte[3]);
        out.putInt(id).putInt(domain).putInt(number).putInt(content.length).put(content);
        MessageDigest sha256 = sha256();
        sha256.update(out.array(), 0, out.position());
        return out.put(sha256.digest()).array();
    }

    /// @throws StoreException.Corrupt when any byte is not as it was written
    static DictionaryFile read(Path file, String name) throws IOException {
        if (Files.size(file) > HEADER + MAX_BYTES + HASH) {
            throw new StoreException.Corrupt(name, 0, "too long for a dictionary");
        }
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length - HASH;
        if (end < HEADER || ByteBuffer.wrap(bytes).getLong() != MAGIC) {
            throw new StoreException.Corrupt(name, 0, "no dictionary");
        }
        MessageDigest sha256 = sha256();
        sha256.update(bytes, 0, end);
        if (!Arrays.equals(sha256.digest(), 0, HASH, bytes, end, bytes.length)) {
            throw new StoreException.Corrupt(name, end, "the hash is wrong");
        }
        return decode(ByteBuffer.wrap(bytes, 0, end), name);
    }

    private static DictionaryFile decode(ByteBuffer in, String name) {
        in.getLong();
        byte version = in.get();
        if (version != VERSION) {
            throw new StoreException.FromTheFuture(name + " has version " + version);
        }
        in.position(in.position() + 3);
        int id = in.getInt();
        int domain = in.getInt();
        int number = in.getInt();
        byte[] content = new byte[in.getInt()];
        if (content.length != in.remaining()) {
            throw new StoreException.Corrupt(name, 24, "the length is wrong");
        }
        in.get(content);
        return new DictionaryFile(id, domain, number, content);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
