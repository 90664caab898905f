package dev.varve.tools.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What must hold of a key for a write to happen.
///
/// @param ifMatch a tag with its quotes
/// @param absent whether there must be no object
public record Condition(Optional<String> ifMatch, boolean absent) {
    public static final Condition NONE = new Condition(Optional.empty(), false);
    public static final Condition ABSENT = new Condition(Optional.empty(), true);

    /// Only in the place of this one.
    public static Condition over(RemoteObject object) {
        return over(object.etag());
    }

    public static Condition over(String etag) {
        return new Condition(Optional.of("\"" + etag + "\""), false);
    }

    /// Asks for it, and lets the request be repeated: it happens once at most.
    ApiRequest on(ApiRequest request) {
        if (absent) {
            return request.header("if-none-match", "*").repeat(Repeat.ALWAYS);
        }
        return ifMatch.map(tag -> request.header("if-match", tag).repeat(Repeat.ALWAYS))
                .orElse(request);
    }

    /// In the same words, as fields of JSON.
    void in(ObjectNode json) {
        ifMatch.ifPresent(tag -> json.put("if_match", tag));
        if (absent) {
            json.put("if_none_match", "*");
        }
    }

    boolean isNone() {
        return ifMatch.isEmpty() && !absent;
    }
}
