package dev.varve.tools.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of files.
public final class FileDigest {
    private static final int BUFFER = 128 << 10;

    private FileDigest() {}

    public static String hex(Path file, long size) throws IOException {
        return HexFormat.of().formatHex(of(new Content.Part(file, 0, size, Content.Watch.NONE)));
    }

    static byte[] of(Content.Part part) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = new PartInput(part)) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                digest.update(buffer, 0, got);
            }
        }
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
