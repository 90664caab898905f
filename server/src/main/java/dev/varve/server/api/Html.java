package dev.varve.server.api;

import java.util.Set;
import java.util.regex.Pattern;

/// Writes elements of HTML; all text is escaped.
final class Html {
    /// A line end after these would be seen as a blank.
    private static final Set<String> INLINE = Set.of("a", "b", "code", "em", "i", "small", "span");

    private static final Pattern TICK = Pattern.compile("`");

    private final StringBuilder out = new StringBuilder();

    /// @param tag a name, and attributes whose values are safe
    Html open(String tag) {
        out.append('<').append(tag).append('>');
        return this;
    }

    Html close(String name) {
        out.append("</").append(name).append(INLINE.contains(name) ? ">" : ">\n");
        return this;
    }

    Html text(String text) {
        text.codePoints().forEach(this::escape);
        return this;
    }

    /// Text in which backticks mark code.
    Html prose(String text) {
        boolean code = false;
        for (String part : TICK.splitAsStream(text).toList()) {
            if (code) {
                element("code", part);
            } else {
                text(part);
            }
            code = !code;
        }
        return this;
    }

    private void escape(int point) {
        switch (point) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(point);
        }
    }

    /// An element that holds text only.
    Html element(String tag, String text) {
        open(tag).text(text);
        int blank = tag.indexOf(' ');
        return close(blank < 0 ? tag : tag.substring(0, blank));
    }

    /// What is HTML already.
    Html raw(String html) {
        out.append(html);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
