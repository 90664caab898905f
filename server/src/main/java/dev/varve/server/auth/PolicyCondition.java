package dev.varve.server.auth;

import java.util.Map;
import java.util.regex.Pattern;

/// What a policy asks of one field.
///
/// @param field in lower case, without the dollar sign
record PolicyCondition(Match match, String field, String value) {
    private static final Pattern COMMA = Pattern.compile(",");

    enum Match {
        EQ("eq"),
        STARTS_WITH("starts-with");

        private final String operator;

        Match(String operator) {
            this.operator = operator;
        }
    }

    /// A field that the form does not have is empty.
    boolean holds(Map<String, String> form) {
        String actual = form.getOrDefault(field, "");
        return switch (match) {
            case EQ -> actual.equals(value);
            case STARTS_WITH -> startsWith(actual);
        };
    }

    /// A list of types holds when each of them does.
    private boolean startsWith(String actual) {
        return field.equals("content-type")
                ? COMMA.splitAsStream(actual).allMatch(each -> each.strip().startsWith(value))
                : actual.startsWith(value);
    }

    @Override
    public String toString() {
        return "[\"%s\", \"$%s\", \"%s\"]".formatted(match.operator, field, value);
    }
}
