package dev.varve.server.api;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A group of endpoints, such as those of buckets.
@FunctionalInterface
public interface Resource {
    List<Endpoint> endpoints();

    /// Where the documentation has them: `AccessKeysResource` is "Access keys".
    default String title() {
        String name = getClass().getSimpleName().replaceFirst("Resource$", "");
        String words = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])").matcher(name).replaceAll(" ");
        return words.isEmpty()
                ? "Other"
                : words.charAt(0) + words.substring(1).toLowerCase(Locale.ROOT);
    }
}
