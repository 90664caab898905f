package dev.varve.server.api.uploads;

import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.api.ApiCall;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.store.Preconditions;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.MetadataRules;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `Upload-Metadata`: pairs whose values are Base64 of UTF-8. Some say what the object is; the others
/// become its own metadata.
///
/// @param text as it was sent, to be given back
record TusMetadata(String text, Map<String, String> pairs) {
    static final String HEADER = "upload-metadata";
    static final int MOST = 64;
    private static final String KEY = "key";
    private static final String FILE_NAME = "filename";
    private static final String FILE_TYPE = "filetype";
    private static final String IF_MATCH = "if-match";
    private static final String IF_NONE_MATCH = "if-none-match";
    private static final String DEFAULT_TYPE = "application/octet-stream";
    private static final Pattern COMMA = Pattern.compile(",");

    static TusMetadata of(Headers headers) {
        String text = String.join(",", headers.all(HEADER));
        Map<String, String> pairs = new TreeMap<>();
        if (!text.isBlank()) {
            if (text.chars().filter(c -> c == ',').count() >= MOST) {
                throw invalid("has more than " + MOST + " pairs");
            }
            COMMA.splitAsStream(text).forEach(pair -> add(pairs, pair.strip()));
        }
        return new TusMetadata(text, pairs);
    }

    private static void add(Map<String, String> pairs, String pair) {
        int blank = pair.indexOf(' ');
        String name = (blank < 0 ? pair : pair.substring(0, blank)).toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            throw invalid("has a pair without a name");
        }
        String value = blank < 0 ? "" : decoded(name, pair.substring(blank + 1).strip());
        if (pairs.put(name, value) != null) {
            throw invalid("has '" + name + "' twice");
        }
    }

    private static String decoded(String name, String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalid("has a value of '" + name + "' that is not Base64 of UTF-8");
        }
    }

    private static Failed invalid(String why) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "Upload-Metadata " + why + ".");
    }

    /// The key of the object, if it is said: by `key`, or else by the name of the file.
    Optional<ObjectKey> key() {
        return Optional.ofNullable(pairs.getOrDefault(KEY, pairs.get(FILE_NAME)))
                .map(ApiCall::objectKey);
    }

    Attributes attributes() {
        SortedMap<String, String> user = new TreeMap<>(pairs);
        user.keySet().removeAll(List.of(KEY, FILE_TYPE, IF_MATCH, IF_NONE_MATCH));
        if (!pairs.containsKey(KEY)) {
            user.remove(FILE_NAME);
        }
        String type = pairs.getOrDefault(FILE_TYPE, "");
        Metadata metadata =
                new Metadata(
                        new TreeMap<>(Map.of("content-type", type.isEmpty() ? DEFAULT_TYPE : type)),
                        user);
        metadata.system().forEach(MetadataRules::requireHeader);
        user.forEach(MetadataRules::requireHeader);
        MetadataRules.requireFitting(user);
        return Attributes.NONE.withMetadata(metadata);
    }

    /// Conditions may come as headers, or as pairs from clients that can send no such headers.
    Preconditions conditions(Headers headers) {
        Headers all = new Headers();
        for (String name : List.of(IF_MATCH, IF_NONE_MATCH)) {
            headers.all(name).forEach(value -> all.add(name, value));
            if (pairs.containsKey(name)) {
                all.add(name, pairs.getOrDefault(name, ""));
            }
        }
        return Conditions.ofWrite(all);
    }
}
