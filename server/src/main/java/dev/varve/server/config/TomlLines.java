package dev.varve.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The line that each key stands on, for messages: the parser does not keep it. Knows headers of
/// tables and plain assignments, which is how configuration files are written; elsewhere it may find
/// nothing.
final class TomlLines {
    private static final Pattern HEADER = Pattern.compile("\\s*(\\[\\[?)\\s*([\\w.-]+)\\s*]]?.*");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([\\w.-]+)\\s*=.*");

    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Integer> tables = new HashMap<>();

    private TomlLines() {}

    static TomlLines of(String text) {
        TomlLines found = new TomlLines();
        String prefix = "";
        List<String> all = text.lines().toList();
        for (int i = 0; i < all.size(); i++) {
            Matcher header = HEADER.matcher(all.get(i));
            Matcher assignment = ASSIGNMENT.matcher(all.get(i));
            if (header.matches()) {
                prefix = found.table(header.group(2), header.group(1).length() == 2);
                found.put(prefix.substring(0, prefix.length() - 1), i + 1);
            } else if (assignment.matches()) {
                found.put(prefix + assignment.group(1), i + 1);
            }
        }
        return found;
    }

    private String table(String name, boolean oneOfMany) {
        return oneOfMany
                ? name + "[" + (tables.merge(name, 1, Integer::sum) - 1) + "]."
                : name + ".";
    }

    private void put(String key, int line) {
        lines.putIfAbsent(normal(key), line);
    }

    /// From 1; 0 when it is not known.
    int line(String key) {
        return lines.getOrDefault(normal(key), 0);
    }

    private static String normal(String key) {
        return key.replace('_', '-');
    }
}
