package dev.varve.server.api.uploads;

import dev.varve.log.Checksum;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadTerms;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.server.api.ApiCall;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.store.Preconditions;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.MetadataRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is said of an upload in numbered chunks before the first of them comes.
///
/// @param size of the whole, where it is known
/// @param chunkSize of each chunk but the last
/// @param metadata your own pairs
/// @param ifMatch ETag that the key's object must have once all is there
/// @param ifNoneMatch `*` for a key that must be new then
/// @param digest of the whole: an algorithm's name, a blank, Base64
public record NewUpload(
        @Nullable String key,
        @Nullable Long size,
        @Nullable Long chunkSize,
        @Nullable String contentType,
        @Nullable Map<String, String> metadata,
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable String digest) {
    static final int MOST_CHUNKS = ObjectPart.MAX_NUMBER;
    static final long LARGEST_CHUNK = 5L << 30;
    private static final String DEFAULT_TYPE = "application/octet-stream";

    ObjectKey objectKey() {
        if (key == null) {
            throw invalid("key", "must be there");
        }
        return ApiCall.objectKey(key);
    }

    UploadTerms terms(long maxBytes) {
        if (chunkSize == null || chunkSize < 1 || chunkSize > LARGEST_CHUNK) {
            throw invalid("chunk_size", "must be 1 to " + LARGEST_CHUNK + " bytes");
        }
        Preconditions conditions = conditions();
        return UploadTerms.of(Kind.CHUNKED, size(chunkSize, maxBytes), chunkSize)
                .withConditions(conditions.ifMatch(), conditions.ifNoneMatch())
                .withDigests(digests());
    }

    private long size(long chunk, long maxBytes) {
        if (size == null) {
            return UploadTerms.UNKNOWN;
        }
        if (size < 0) {
            throw invalid("size", "must be a number of bytes");
        }
        TusCreation.requireFitting(size, maxBytes);
        if (Math.ceilDiv(size, chunk) > MOST_CHUNKS) {
            throw invalid("chunk_size", "must be such that there are at most " + MOST_CHUNKS);
        }
        return size;
    }

    private Preconditions conditions() {
        Headers headers = new Headers();
        if (ifMatch != null) {
            headers.set("if-match", ifMatch);
        }
        if (ifNoneMatch != null) {
            headers.set("if-none-match", ifNoneMatch);
        }
        return Conditions.ofWrite(headers);
    }

    private List<Checksum> digests() {
        return digest == null ? List.of() : List.of(DeclaredDigest.parse("digest", digest));
    }

    Attributes attributes() {
        SortedMap<String, String> user = new TreeMap<>();
        if (metadata != null) {
            metadata.forEach((name, value) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (value == null || user.put(lower, value) != null) {
                    throw invalid("metadata." + name, "must have one value, a text");
                }
                MetadataRules.requireHeader(lower, value);
            });
        }
        MetadataRules.requireFitting(user);
        String type = contentType == null ? DEFAULT_TYPE : contentType;
        MetadataRules.requireHeader("content-type", type);
        return Attributes.NONE.withMetadata(
                new Metadata(new TreeMap<>(Map.of("content-type", type)), user));
    }

    private static Failed invalid(String field, String why) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "'" + field + "' " + why + ".");
    }
}
