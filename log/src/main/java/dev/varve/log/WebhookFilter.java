package dev.varve.log;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which changes a receiver is told of: all that is said here must hold.
///
/// @param events names, such as `s3:ObjectCreated:Put`, or all of a kind: `s3:ObjectCreated:*`; any of
///     them. Empty for none
/// @param prefix of keys; where it or the suffix is not empty, what is of no key does not match
/// @param tags that the object has, with these values
public record WebhookFilter(
        List<String> events, String prefix, String suffix, SortedMap<String, String> tags) {
    public static final int MAX_EVENTS = 64;
    public static final int MAX_TAGS = 10;
    private static final int MAX_KEY = 1024;
    private static final int MAX_TAG = 256;
    private static final Pattern EVENT =
            Pattern.compile("s3:(\\*|[A-Za-z]{1,40}:(\\*|[A-Za-z]{1,40}))");

    public static final String EVERY_EVENT = "s3:*";
    public static final WebhookFilter EVERYTHING =
            new WebhookFilter(List.of(EVERY_EVENT), "", "", new TreeMap<>());

    public WebhookFilter {
        events = List.copyOf(events);
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        if (events.size() > MAX_EVENTS
                || !events.stream().allMatch(event -> EVENT.matcher(event).matches())) {
            throw new IllegalArgumentException(
                    "a filter has at most "
                            + MAX_EVENTS
                            + " events, such as s3:ObjectCreated:Put or s3:ObjectCreated:*");
        }
        if (tooLong(prefix, MAX_KEY) || tooLong(suffix, MAX_KEY)) {
            throw new IllegalArgumentException(
                    "prefix and suffix have at most " + MAX_KEY + " bytes of UTF-8");
        }
        if (tags.size() > MAX_TAGS
                || tags.entrySet().stream()
                        .anyMatch(tag ->
                                tag.getKey().isEmpty()
                                        || tooLong(tag.getKey(), MAX_TAG)
                                        || tooLong(tag.getValue(), MAX_TAG))) {
            throw new IllegalArgumentException("a filter has at most " + MAX_TAGS + " tags");
        }
    }

    private static boolean tooLong(String text, int bytes) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > bytes;
    }

    /// Whether any of the names, or a kind, is this event's.
    public boolean names(String event) {
        return events.stream().anyMatch(name -> isIn(name, event));
    }

    /// Whether every event of the second name is one of the first.
    public static boolean isIn(String name, String event) {
        return name.endsWith("*")
                ? event.startsWith(name.substring(0, name.length() - 1))
                : name.equals(event);
    }

    /// Whether it holds for a key; null stands for none.
    public boolean holdsFor(@org.jspecify.annotations.Nullable String key) {
        return key == null
                ? prefix.isEmpty() && suffix.isEmpty() && tags.isEmpty()
                : key.startsWith(prefix) && key.endsWith(suffix);
    }
}
