package dev.varve.replication;

import java.nio.charset.StandardCharsets;

/// Rules for text in layouts.
final class Texts {
    private static final int SHOWN = 80;

    private Texts() {}

    /// Short enough to stand in an error.
    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /// Whether it is Unicode of at most so many bytes of UTF-8.
    static boolean fits(String text, int bytes) {
        return text.codePoints().noneMatch(Texts::isUnfit)
                && text.getBytes(StandardCharsets.UTF_8).length <= bytes;
    }

    private static boolean isUnfit(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
