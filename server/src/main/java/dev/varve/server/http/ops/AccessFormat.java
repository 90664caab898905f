package dev.varve.server.http.ops;

import dev.varve.server.http.Served;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;

/// The forms an access log has.
public enum AccessFormat {
    /// The common log format, then what else is known.
    TEXT {
        @Override
        String format(AccessEntry entry) {
            Served served = entry.served();
            return String.join(
                    " ",
                    word(entry.address()),
                    "-",
                    word(entry.note().principal()),
                    "[" + COMMON.format(entry.at().atOffset(ZoneOffset.UTC)) + "]",
                    quoted(entry.method() + " " + entry.target()),
                    Integer.toString(served.status()),
                    Long.toString(served.bytesOut()),
                    entry.id(),
                    word(entry.note().operation()),
                    word(entry.note().bucket()),
                    Long.toString(served.bytesIn()),
                    Long.toString(served.firstByte().toNanos() / MICRO) + "us",
                    Long.toString(served.total().toNanos() / MICRO) + "us",
                    served.complete() ? "whole" : "cut",
                    quoted(entry.agent()));
        }
    },

    JSON {
        @Override
        String format(AccessEntry entry) {
            Served served = entry.served();
            return new JsonText()
                    .begin()
                    .field("time", entry.at().truncatedTo(ChronoUnit.MICROS).toString())
                    .field("id", entry.id())
                    .field("address", entry.address())
                    .field("principal", entry.note().principal())
                    .field("method", entry.method())
                    .field("path", entry.path())
                    .field("query", entry.query())
                    .field("operation", entry.note().operation())
                    .field("bucket", entry.note().bucket())
                    .field("status", served.status())
                    .field("bytes_in", served.bytesIn())
                    .field("bytes_out", served.bytesOut())
                    .field("first_byte_us", served.firstByte().toNanos() / MICRO)
                    .field("total_us", served.total().toNanos() / MICRO)
                    .field("complete", served.complete())
                    .field("user_agent", entry.agent())
                    .end()
                    .toString();
        }
    };

    private static final long MICRO = 1000;
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT);

    /// One line, without its end.
    abstract String format(AccessEntry entry);

    private static String word(String text) {
        return text.isEmpty() ? "-" : escaped(text, ' ');
    }

    private static String quoted(String text) {
        return '"' + escaped(text, '"') + '"';
    }

    /// Nothing that a client sends can end a field or a line.
    private static String escaped(String text, char end) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '\\' || c == end) {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
