package dev.varve.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Percent coding of RFC 3986. A plus is a plus; nothing is normalised.
public final class Percent {
    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();
    private static final boolean[] PLAIN = new boolean[128];

    static {
        UNRESERVED.chars().forEach(c -> PLAIN[c] = true);
    }

    private Percent() {}

    /// Encodes every byte that is not unreserved, a slash too.
    public static String encode(String text) {
        return encode(text, false);
    }

    /// As [#encode], but leaves slashes.
    public static String encodePath(String text) {
        return encode(text, true);
    }

    private static String encode(String text, boolean keepSlash) {
        if (isPlain(text, keepSlash)) {
            return text;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(utf8.length + 16);
        for (byte b : utf8) {
            if ((b >= 0 && PLAIN[b]) || (keepSlash && b == '/')) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text, boolean keepSlash) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c < PLAIN.length && PLAIN[c]) && !(c == '/' && keepSlash)) {
                return false;
            }
        }
        return true;
    }

    /// @throws IllegalArgumentException for a broken escape or bytes that are not UTF-8
    public static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                out.write(escaped(raw, i));
                i += 2;
            } else if (c < 128) {
                out.write(c);
            } else {
                throw new IllegalArgumentException("a character that must be escaped");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("escaped bytes that are not UTF-8", e);
        }
    }

    private static int escaped(String raw, int at) {
        if (at + 2 >= raw.length()) {
            throw new IllegalArgumentException("a broken escape at the end");
        }
        int high = Character.digit(raw.charAt(at + 1), 16);
        int low = Character.digit(raw.charAt(at + 2), 16);
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("a broken escape: " + raw.substring(at, at + 3));
        }
        return high << 4 | low;
    }
}
