package dev.varve.server.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Status and fields of an answer.
record Head(int status, Map<String, List<String>> fields) {
    private static final int LONGEST = 32 * 1024;
    private static final int MOST_FIELDS = 100;
    private static final int MOST_INTERIM = 5;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*");

    /// The first that is not an interim one.
    static Head read(InputStream in) throws IOException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            Head head = readOne(in);
            if (head.status >= 200) {
                return head;
            }
        }
        throw nonsense();
    }

    private static Head readOne(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        Matcher status = STATUS.matcher(lines.next());
        if (!status.matches()) {
            throw nonsense();
        }
        Map<String, List<String>> fields = new TreeMap<>();
        int count = 0;
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            Matcher field = FIELD.matcher(line);
            count++;
            if (!field.matches() || count > MOST_FIELDS) {
                throw nonsense();
            }
            fields.computeIfAbsent(field.group(1).toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                    .add(field.group(2));
        }
        return new Head(Integer.parseInt(status.group(1)), fields);
    }

    static FetchFailure nonsense() {
        return FetchFailure.failed("The server does not answer as HTTP says.");
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /// Lines that end with LF, or CR and LF, and are not long.
    private static final class Lines {
        private final InputStream in;
        private int left = LONGEST;

        Lines(InputStream in) {
            this.in = in;
        }

        String next() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(80);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                left--;
                if (c < 0 || left < 0) {
                    throw nonsense();
                }
                line.write(c);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
