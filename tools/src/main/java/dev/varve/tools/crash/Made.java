package dev.varve.tools.crash;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a version must be made of: pieces one after the other, put whole or as parts.
final class Made {
    private final List<Piece> pieces;
    private final boolean multipart;
    private @Nullable String etag;

    private Made(List<Piece> pieces, boolean multipart) {
        this.pieces = pieces;
        this.multipart = multipart;
    }

    static Made whole(Piece piece) {
        return new Made(List.of(piece), false);
    }

    static Made ofParts(List<Piece> parts) {
        return new Made(List.copyOf(parts), true);
    }

    long size() {
        return pieces.stream().mapToLong(Piece::size).sum();
    }

    synchronized String etag() {
        if (etag == null) {
            etag = multipart ? composite() : hex(md5(pieces.get(0).bytes()));
        }
        return etag;
    }

    private String composite() {
        byte[] all = new byte[16 * pieces.size()];
        for (int i = 0; i < pieces.size(); i++) {
            System.arraycopy(md5(pieces.get(i).bytes()), 0, all, 16 * i, 16);
        }
        return hex(md5(all)) + "-" + pieces.size();
    }

    /// Whether a stream gives exactly these bytes.
    boolean matches(InputStream in) throws IOException {
        for (Piece piece : pieces) {
            if (!Arrays.equals(piece.bytes(), in.readNBytes(piece.size()))) {
                return false;
            }
        }
        return in.read() < 0;
    }

    static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public String toString() {
        return pieces + (multipart ? " in parts" : "");
    }
}
