package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Header values between HTTP, where they are bytes, and text.
final class Fields {
    /// What a decoder puts in place of bytes that it could not read.
    private static final char LOST = '\uFFFD';

    private Fields() {}

    /// @param bytes one character for each byte
    /// @return the text they are in UTF-8, null if they are not
    static @Nullable String decoded(String bytes) {
        if (bytes.indexOf(LOST) >= 0) {
            return null;
        }
        if (isAscii(bytes)) {
            return bytes;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /// @return what could not be decoded, null if all could
    static @Nullable Failed read(io.helidon.http.Headers from, Headers to) {
        Failed problem = null;
        for (io.helidon.http.Header header : from) {
            if (header.name().isEmpty()) {
                problem = new Failed(ErrorCode.INVALID_REQUEST, "A header has no name");
            }
            for (String bytes : header.allValues()) {
                String value = decoded(bytes);
                if (value == null) {
                    problem =
                            new Failed(
                                    ErrorCode.INVALID_REQUEST,
                                    "The value of " + header.name() + " is not UTF-8");
                } else {
                    to.add(header.name(), value);
                }
            }
        }
        return problem;
    }

    /// Text that is not ASCII goes out as S3 sends it, encoded as in mail (RFC 2047): header values
    /// in UTF-8 are read wrongly by most clients. Blanks around a value, which a link or form may bring
    /// though no header could, are left out: no client would see them, and Helidon sends nothing then.
    ///
    /// @throws Failed for what would end the header, as an override of a header may try to
    static String encoded(String raw) {
        String value = trimmed(raw);
        if (hasControl(value)) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT, "A response header cannot have control characters");
        }
        if (isAscii(value)) {
            return value;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(utf8) + "?=";
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}
