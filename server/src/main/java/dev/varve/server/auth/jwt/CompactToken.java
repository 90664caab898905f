package dev.varve.server.auth.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.Base64URL;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.text.ParseException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A signed token taken apart. Nothing of it is proved yet: its payload is to be read once its
/// signature was found right. The library is lenient with encodings and doubled fields; this is not.
record CompactToken(Algorithm algorithm, JWSObject parts) {
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]++");
    private static final int LONGEST_KEY_ID = 256;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt");
    private static final String APPLICATION = "application/";

    /// @throws Failed for everything but a signed token in the compact form
    static CompactToken parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw Claims.invalid("it does not have three parts");
        }
        json(new Base64URL(text.substring(0, text.indexOf('.'))));
        JWSObject parts = taken(text);
        JWSHeader header = parts.getHeader();
        if (header.getCriticalParams() != null) {
            throw Claims.invalid("it has extensions that must be understood");
        }
        requireType(header.getType());
        if (header.getKeyID() != null && header.getKeyID().length() > LONGEST_KEY_ID) {
            throw Claims.invalid("its key has no name");
        }
        return new CompactToken(
                Algorithm.named(header.getAlgorithm().getName())
                        .orElseThrow(() -> Claims.invalid("its algorithm is not taken")),
                parts);
    }

    private static JWSObject taken(String text) {
        try {
            return JWSObject.parse(text);
        } catch (ParseException | IllegalArgumentException e) {
            throw Claims.invalid("its header is none of a signed token");
        }
    }

    private static void requireType(@Nullable JOSEObjectType type) {
        String text = type == null ? "jwt" : type.getType().toLowerCase(Locale.ROOT);
        String bare = text.startsWith(APPLICATION) ? text.substring(APPLICATION.length()) : text;
        if (!TYPES.contains(bare)) {
            throw Claims.invalid("it is of another type");
        }
    }

    @Nullable String keyId() {
        return parts.getHeader().getKeyID();
    }

    JsonNode payload() {
        return json(parts.getParsedParts()[1]);
    }

    private static JsonNode json(Base64URL part) {
        try {
            return StrictJson.object(part.decode());
        } catch (IOException e) {
            throw Claims.invalid("it is not JSON");
        }
    }
}
