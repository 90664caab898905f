package dev.varve.log;

import java.util.regex.Pattern;

/// What a webhook is called. No two of a store have one name at a time.
public record WebhookName(String value) implements Comparable<WebhookName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public WebhookName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "the name of a webhook has 1 to 63 of a-z, 0-9 and -, and begins with none of -");
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(WebhookName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
