package dev.varve.server.http.ops;

import java.util.HexFormat;

/// Writes the little JSON there is here. Everything but printable ASCII is escaped, so that no value
/// can end a line or disguise itself.
final class JsonText {
    private final StringBuilder out = new StringBuilder(256);
    private boolean first = true;

    JsonText begin() {
        comma();
        out.append('{');
        first = true;
        return this;
    }

    JsonText end() {
        out.append('}');
        first = false;
        return this;
    }

    JsonText beginList(String name) {
        name(name);
        out.append('[');
        first = true;
        return this;
    }

    JsonText endList() {
        out.append(']');
        first = false;
        return this;
    }

    JsonText field(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    JsonText field(String name, long value) {
        name(name);
        out.append(value);
        first = false;
        return this;
    }

    JsonText field(String name, boolean value) {
        name(name);
        out.append(value);
        first = false;
        return this;
    }

    private void name(String name) {
        comma();
        quoted(name);
        out.append(':');
        first = true;
    }

    private void comma() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    private void quoted(String value) {
        first = false;
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
