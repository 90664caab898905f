package dev.varve.tools.client;

/// Names and messages of others, for a terminal: what could move its cursor or change its title is
/// shown as an escape instead.
public final class Printable {
    private Printable() {}

    public static String of(String text) {
        if (text.chars().noneMatch(Printable::isHarmful)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.chars()
                .forEach(c -> {
                    if (isHarmful(c)) {
                        out.append("\\u%04x".formatted(c));
                    } else {
                        out.append((char) c);
                    }
                });
        return out.toString();
    }

    /// Controls, and marks that turn the direction of what follows.
    private static boolean isHarmful(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029;
    }
}
