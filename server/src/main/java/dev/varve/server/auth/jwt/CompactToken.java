package dev.varve.server.auth.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.Bytes;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A signed token taken apart. Nothing of it is proved yet.
///
/// @param keyId null where it names none
/// @param signed what the signature is over
/// @param payload as it was sent: to be read once the signature was found right
record CompactToken(
        Algorithm algorithm, @Nullable String keyId, Bytes signed, Bytes signature, Bytes payload) {
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+");
    private static final int PARTS = 3;
    private static final int LONGEST_KEY_ID = 256;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt");
    private static final String APPLICATION = "application/";

    /// @throws Failed for everything but a signed token in the compact form
    static CompactToken parse(String text) {
        List<String> parts = List.of(DOT.split(text, -1));
        if (parts.size() != PARTS || !parts.stream().allMatch(PART.asMatchPredicate())) {
            throw Claims.invalid("it does not have three parts");
        }
        JsonNode header = json(decode(parts.get(0)));
        if (header.has("crit")) {
            throw Claims.invalid("it has extensions that must be understood");
        }
        requireType(header.path("typ"));
        JsonNode name = header.path("alg");
        Algorithm algorithm =
                Algorithm.named(name.isTextual() ? name.asText() : "")
                        .orElseThrow(() -> Claims.invalid("its algorithm is not taken"));
        return new CompactToken(
                algorithm,
                keyId(header.path("kid")),
                Bytes.utf8(parts.get(0) + "." + parts.get(1)),
                decode(parts.get(2)),
                decode(parts.get(1)));
    }

    private static void requireType(JsonNode type) {
        if (type.isMissingNode()) {
            return;
        }
        String text = type.isTextual() ? type.asText().toLowerCase(Locale.ROOT) : "";
        String bare = text.startsWith(APPLICATION) ? text.substring(APPLICATION.length()) : text;
        if (!TYPES.contains(bare)) {
            throw Claims.invalid("it is of another type");
        }
    }

    private static @Nullable String keyId(JsonNode id) {
        if (id.isMissingNode()) {
            return null;
        }
        if (!id.isTextual() || id.asText().length() > LONGEST_KEY_ID) {
            throw Claims.invalid("its key has no name");
        }
        return id.asText();
    }

    static JsonNode json(Bytes bytes) {
        try {
            return StrictJson.object(bytes.toArray());
        } catch (IOException e) {
            throw Claims.invalid("it is not JSON");
        }
    }

    private static Bytes decode(String part) {
        try {
            return Bytes.of(Base64.getUrlDecoder().decode(part));
        } catch (IllegalArgumentException e) {
            throw Claims.invalid("it is not well encoded");
        }
    }
}
