package dev.varve.server.surface;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.QueryString;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Rules of tags: how many, how long, each key once.
public final class TagRules {
    public static final int MAX_OF_OBJECT = 10;
    public static final int MAX_KEY = 128;
    public static final int MAX_VALUE = 256;

    private TagRules() {}

    /// @throws Failed `InvalidTag`
    public static SortedMap<String, String> checked(
            List<Map.Entry<String, String>> tags, int most) {
        if (tags.size() > most) {
            throw invalid("There can be no more than " + most + " tags");
        }
        SortedMap<String, String> checked = new TreeMap<>();
        for (Map.Entry<String, String> tag : tags) {
            if (tag.getKey().isEmpty() || length(tag.getKey()) > MAX_KEY) {
                throw invalid("The TagKey you have provided is invalid");
            }
            if (length(tag.getValue()) > MAX_VALUE) {
                throw invalid("The TagValue you have provided is invalid");
            }
            if (tag.getKey().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                throw invalid("System tags cannot be added/updated by requester");
            }
            if (checked.put(tag.getKey(), tag.getValue()) != null) {
                throw invalid("Cannot provide multiple Tags with the same key");
            }
        }
        return checked;
    }

    /// Tags of an object as headers have them: `a=1&b=2`, escaped as in a query.
    ///
    /// @throws IllegalArgumentException for what cannot be decoded
    public static SortedMap<String, String> parse(String header) {
        List<Map.Entry<String, String>> tags =
                QueryString.parse(header).parameters().stream()
                        .map(each -> Map.entry(each.name(), each.value()))
                        .toList();
        return checked(tags, MAX_OF_OBJECT);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Failed invalid(String message) {
        return new Failed(ErrorCode.INVALID_TAG, message);
    }
}
