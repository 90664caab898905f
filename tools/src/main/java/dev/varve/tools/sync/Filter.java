package dev.varve.tools.sync;

import java.util.List;
import java.util.regex.Pattern;

/// Which names of a tree are meant: those that match an `--include`, or all where there is none, without
/// those that match an `--exclude`. `*` is any text without a slash, `**` any text, `?` one character. A
/// pattern without a slash is about the last name alone.
public final class Filter {
    public static final Filter ALL = new Filter(List.of(), List.of());

    private final List<Pattern> include;
    private final List<Pattern> exclude;

    public Filter(List<String> include, List<String> exclude) {
        this.include = include.stream().map(Filter::pattern).toList();
        this.exclude = exclude.stream().map(Filter::pattern).toList();
    }

    public boolean takes(String name) {
        return (include.isEmpty() || matches(include, name)) && !matches(exclude, name);
    }

    private static boolean matches(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static Pattern pattern(String glob) {
        StringBuilder regex = new StringBuilder(glob.indexOf('/') < 0 ? "(?:.*/)?" : "");
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
