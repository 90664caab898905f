package dev.varve.server.api.objects;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.server.api.ApiCall;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.store.Body;
import dev.varve.server.surface.ContentMd5;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The body of an upload, with every digest that its headers say it has.
///
/// @param kept the digests to keep with the object
record SentBody(Body body, Set<DigestAlgorithm> kept) {
    /// What S3 clients would find with an object of theirs, and what this API tells of one.
    static final Set<DigestAlgorithm> USUAL =
            Set.of(DigestAlgorithm.CRC64NVME, DigestAlgorithm.XXH3);

    private static final Pattern MEMBER =
            Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/=]*):\\s*(?:;[^,]*)?(?:,|$)");
    private static final String SHA_256 = "sha-256";

    /// @throws Failed for digests that are malformed or contradict each other
    static SentBody of(ApiCall call) {
        Headers headers = call.request().headers();
        if (headers.has("content-range")) {
            throw new Failed(ErrorCode.INVALID_REQUEST, "A part of an object cannot be put.");
        }
        Map<DigestAlgorithm, Bytes> declared = declared(headers);
        switch (call.authenticated().payload()) {
            case Payload.Unsigned _ -> {}
            case Payload.Hashed(Bytes sha256) -> declare(declared, DigestAlgorithm.SHA256, sha256);
            case Payload.Chunked _ ->
                    throw new Failed(
                            ErrorCode.INVALID_REQUEST,
                            "Bodies in aws-chunks are for S3. Send it as it is.");
        }
        EnumSet<DigestAlgorithm> kept = EnumSet.copyOf(USUAL);
        if (declared.containsKey(DigestAlgorithm.SHA256)) {
            kept.add(DigestAlgorithm.SHA256);
        }
        return new SentBody(
                new Body(call.request().body(), call.request().contentLength(), declared, Set.of()),
                kept);
    }

    private static Map<DigestAlgorithm, Bytes> declared(Headers headers) {
        Map<DigestAlgorithm, Bytes> declared = new EnumMap<>(DigestAlgorithm.class);
        ContentMd5.of(headers).ifPresent(md5 -> declared.put(DigestAlgorithm.MD5, md5));
        hex(headers, ObjectHeaders.XXH3, DigestAlgorithm.XXH3)
                .ifPresent(it -> declared.put(DigestAlgorithm.XXH3, it));
        hex(headers, ObjectHeaders.SHA256, DigestAlgorithm.SHA256)
                .ifPresent(it -> declare(declared, DigestAlgorithm.SHA256, it));
        for (String name : List.of("repr-digest", "content-digest")) {
            if (headers.has(name)) {
                declare(declared, DigestAlgorithm.SHA256, sha256(headers, name));
            }
        }
        return declared;
    }

    private static void declare(
            Map<DigestAlgorithm, Bytes> declared, DigestAlgorithm algorithm, Bytes value) {
        Bytes other = declared.putIfAbsent(algorithm, value);
        if (other != null && !other.equals(value)) {
            throw new Failed(ErrorCode.BAD_DIGEST, "The headers say two of " + algorithm + ".");
        }
    }

    private static Optional<Bytes> hex(Headers headers, String name, DigestAlgorithm algorithm) {
        return headers.first(name)
                .map(text -> {
                    try {
                        Bytes value = Bytes.hex(text.strip());
                        if (value.length() == algorithm.length()) {
                            return value;
                        }
                    } catch (IllegalArgumentException e) {
                        throw invalid(name);
                    }
                    throw invalid(name);
                });
    }

    /// Digests as RFC 9530 has them. There may be others beside the one that is verified, but not it
    /// alone: who sends a digest wants it verified.
    private static Bytes sha256(Headers headers, String name) {
        String text = String.join(",", headers.all(name));
        Matcher member = MEMBER.matcher(text);
        Optional<Bytes> found = Optional.empty();
        int at = 0;
        while (at < text.length()) {
            if (!member.find(at) || member.start() != at) {
                throw invalid(name);
            }
            if (member.group(1).equals(SHA_256)) {
                found = Optional.of(base64(name, member.group(2)));
            }
            at = member.end();
        }
        return found.orElseThrow(
                () -> new Failed(ErrorCode.INVALID_DIGEST, name + " must have a sha-256."));
    }

    private static Bytes base64(String name, String text) {
        try {
            Bytes value = Bytes.of(Base64.getDecoder().decode(text));
            if (value.length() == DigestAlgorithm.SHA256.length()) {
                return value;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(name);
        }
        throw invalid(name);
    }

    private static Failed invalid(String name) {
        return new Failed(ErrorCode.INVALID_DIGEST, name + " is malformed.");
    }
}
