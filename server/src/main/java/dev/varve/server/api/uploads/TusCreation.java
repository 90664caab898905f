package dev.varve.server.api.uploads;

import dev.varve.log.ObjectKey;
import dev.varve.log.UploadTerms;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.server.api.ApiCall;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.UploadHandle;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/// What the headers of a creation ask for.
///
/// @param partials what a final upload is made of; empty for others
record TusCreation(
        ObjectKey key, TusMetadata metadata, UploadTerms terms, List<UploadHandle> partials) {
    static final String PATH = "/v1/tus/";

    /// How keys begin that clients leave to the server: partial uploads have none of their own.
    static final String PARTIALS = ".partial/";

    static final String NOTE_METADATA = "metadata";
    static final String NOTE_CONCAT = "concat";
    static final int MOST_PARTIALS = 1000;
    private static final String PARTIAL = "partial";
    private static final String FINAL = "final;";
    private static final Pattern BLANK = Pattern.compile(" +");

    /// @param maxBytes of an object
    static TusCreation of(Headers headers, long maxBytes) {
        Optional<String> concat = headers.first(Tus.CONCAT).map(String::strip);
        Kind kind = kind(concat.orElse(""));
        TusMetadata metadata = TusMetadata.of(headers);
        Preconditions conditions = metadata.conditions(headers);
        UploadTerms terms =
                UploadTerms.of(kind, length(headers, kind, maxBytes), 0)
                        .withConditions(conditions.ifMatch(), conditions.ifNoneMatch())
                        .withNotes(notes(metadata, concat));
        List<UploadHandle> partials =
                kind == Kind.CONCATENATED ? partials(concat.orElse("")) : List.of();
        return new TusCreation(key(metadata, kind), metadata, terms, partials);
    }

    private static Kind kind(String concat) {
        if (concat.isEmpty()) {
            return Kind.APPENDED;
        }
        if (concat.equals(PARTIAL)) {
            return Kind.PARTIAL;
        }
        if (concat.startsWith(FINAL)) {
            return Kind.CONCATENATED;
        }
        throw Tus.invalid(Tus.CONCAT, "must be 'partial' or 'final;' and URLs");
    }

    private static ObjectKey key(TusMetadata metadata, Kind kind) {
        return metadata.key()
                .or(() ->
                        kind == Kind.PARTIAL
                                ? Optional.of(ObjectKey.of(PARTIALS + UUID.randomUUID()))
                                : Optional.empty())
                .orElseThrow(() ->
                        new Failed(
                                ErrorCode.INVALID_ARGUMENT,
                                "Upload-Metadata must have a 'key' or a 'filename'."));
    }

    private static long length(Headers headers, Kind kind, long maxBytes) {
        Optional<Long> length = Tus.bytes(headers, Tus.LENGTH);
        Optional<String> deferred = headers.first(Tus.DEFER_LENGTH);
        if (deferred.filter(text -> !text.strip().equals("1")).isPresent()) {
            throw Tus.invalid(Tus.DEFER_LENGTH, "must be 1");
        }
        if (kind == Kind.CONCATENATED) {
            if (length.isPresent() || deferred.isPresent()) {
                throw Tus.invalid(Tus.LENGTH, "follows from the partial uploads");
            }
            return UploadTerms.UNKNOWN;
        }
        if (length.isPresent() == deferred.isPresent()) {
            throw Tus.invalid(Tus.LENGTH, "or Upload-Defer-Length must be there, and not both");
        }
        return requireFitting(length.orElse(UploadTerms.UNKNOWN), maxBytes);
    }

    static long requireFitting(long length, long maxBytes) {
        if (length > maxBytes) {
            throw new Failed(
                    ErrorCode.ENTITY_TOO_LARGE, "An object may have " + maxBytes + " bytes.");
        }
        return length;
    }

    private static SortedMap<String, String> notes(TusMetadata metadata, Optional<String> concat) {
        SortedMap<String, String> notes = new TreeMap<>();
        if (!metadata.text().isEmpty()) {
            notes.put(NOTE_METADATA, metadata.text());
        }
        concat.ifPresent(text -> notes.put(NOTE_CONCAT, text));
        return notes;
    }

    /// The uploads that one is to be joined of; none for any other.
    static List<UploadHandle> joined(String concat) {
        return kind(concat.strip()) == Kind.CONCATENATED ? partials(concat.strip()) : List.of();
    }

    private static List<UploadHandle> partials(String concat) {
        List<String> urls =
                BLANK.splitAsStream(concat.substring(FINAL.length()))
                        .filter(url -> !url.isEmpty())
                        .limit(MOST_PARTIALS + 1L)
                        .toList();
        if (urls.isEmpty() || urls.size() > MOST_PARTIALS) {
            throw Tus.invalid(Tus.CONCAT, "must name 1 to " + MOST_PARTIALS + " uploads");
        }
        return urls.stream().map(TusCreation::handle).toList();
    }

    private static UploadHandle handle(String url) {
        try {
            String path = URI.create(url).getRawPath();
            if (path != null && path.startsWith(PATH)) {
                return UploadHandle.parse(path.substring(PATH.length())).orElseThrow(Held::missing);
            }
        } catch (IllegalArgumentException e) {
            throw Tus.invalid(Tus.CONCAT, "must name uploads by their URLs");
        }
        throw Tus.invalid(Tus.CONCAT, "must name uploads by their URLs");
    }

    /// @throws Failed for partial uploads that the caller may not use, or of another bucket
    void requirePartials(ApiCall call) {
        for (UploadHandle partial : partials) {
            if (!partial.bucket().equals(call.bucketName())) {
                throw Tus.invalid(Tus.CONCAT, "must name uploads of the same bucket");
            }
            Held.store(call, partial.bucket(), partial.key());
        }
    }
}
