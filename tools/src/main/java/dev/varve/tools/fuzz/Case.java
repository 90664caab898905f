package dev.varve.tools.fuzz;

import dev.varve.log.Bytes;
import dev.varve.tools.s3.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What is sent on one connection.
///
/// @param family the kind that it is of
/// @param framed whether it is one whole request of HTTP/1.1, however foolish, so that the connection
///     goes on behind it
record Case(String family, Bytes bytes, boolean framed) {
    private static final byte[] HEAD = "HEAD ".getBytes(StandardCharsets.US_ASCII);

    static Case raw(String family, byte[] bytes) {
        return new Case(family, Bytes.of(bytes), false);
    }

    static Case raw(String family, String text) {
        return raw(family, text.getBytes(StandardCharsets.UTF_8));
    }

    static Case framed(String family, Wire request) {
        return new Case(family, Bytes.of(request.bytes()), true);
    }

    Case mutated(Dice dice) {
        return raw(family + ", bent", dice.mutated(bytes.toArray()));
    }

    boolean hasBodylessAnswer() {
        return Arrays.mismatch(HEAD, bytes.toArray()) == HEAD.length;
    }

    /// One line of ASCII that says every byte.
    String escaped(int most) {
        StringBuilder out = new StringBuilder();
        byte[] all = bytes.toArray();
        for (int i = 0; i < Math.min(all.length, most); i++) {
            char c = (char) (all[i] & 0xff);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\\' -> out.append("\\\\");
                default ->
                        out.append(
                                c >= ' ' && c < 127
                                        ? Character.toString(c)
                                        : "\\x%02x".formatted((int) c));
            }
        }
        return all.length > most ? out + "... (" + all.length + " bytes)" : out.toString();
    }
}
