package dev.varve.server.s3;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.blob.DigestSet;
import dev.varve.log.blob.DomainKeys;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.store.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Documents that come in bodies: nothing of one is looked at before all of it is what was signed
/// and declared.
final class Documents {
    private Documents() {}

    /// @throws Failed when it is not as declared, no document, or too large
    static Element read(Call call) {
        return parse(call, Incoming.of(call, Incoming.MAX_BYTES), XmlInput.DEFAULT_LIMIT);
    }

    /// As [#read], of a request whose checksums are those of the object it is about.
    static Element readBesideChecksums(Call call, long limit) {
        return parse(call, Incoming.ofBodyAlone(call, Incoming.MAX_BYTES), limit);
    }

    private static Element parse(Call call, Incoming incoming, long limit) {
        byte[] bytes = bytes(call, incoming.body(), limit);
        try {
            return XmlInput.parse(new ByteArrayInputStream(bytes), limit);
        } catch (IOException e) {
            throw incomplete();
        }
    }

    /// Requires that the body says its own digest, as S3 does where a garbled one does harm.
    static void requireDigest(Call call) {
        boolean has =
                call.request().headers().has("content-md5")
                        || Checksums.claimed(call.request().headers()).isPresent()
                        || (call.authenticated().payload() instanceof Payload.Chunked
                                && Trailers.announced(call.request().headers()).isPresent());
        if (!has) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "Missing required header for this request: Content-MD5");
        }
    }

    private static byte[] bytes(Call call, Body body, long limit) {
        if (body.length() > limit) {
            throw tooLarge();
        }
        try {
            byte[] bytes = body.bytes().readNBytes(Math.toIntExact(limit + 1));
            if (bytes.length > limit) {
                throw tooLarge();
            }
            if (body.length() >= 0 && body.length() != bytes.length) {
                throw incomplete();
            }
            verify(call, bytes, body);
            return bytes;
        } catch (IOException e) {
            throw incomplete();
        }
    }

    private static void verify(Call call, byte[] bytes, Body body) {
        Map<DigestAlgorithm, Bytes> declared = new EnumMap<>(DigestAlgorithm.class);
        declared.putAll(body.declared());
        declared.putAll(body.declaredAtEnd().get());
        if (declared.isEmpty()) {
            return;
        }
        Set<DigestAlgorithm> all = EnumSet.copyOf(declared.keySet());
        DigestSet digests = DigestSet.of(BlobId.SHARED_DOMAIN, DomainKeys.NONE, all);
        digests.update(bytes, 0, bytes.length);
        Map<DigestAlgorithm, Bytes> actual = digests.finish().digests();
        declared.forEach((algorithm, value) -> {
            byte[] computed = actual.getOrDefault(algorithm, Bytes.EMPTY).toArray();
            if (!MessageDigest.isEqual(computed, value.toArray())) {
                throw mismatch(call, algorithm);
            }
        });
    }

    private static Failed mismatch(Call call, DigestAlgorithm algorithm) {
        return algorithm == DigestAlgorithm.SHA256
                        && call.authenticated().payload() instanceof Payload.Hashed
                ? new Failed(
                        ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH,
                        "The provided 'x-amz-content-sha256' header does not match what was"
                                + " computed.")
                : new Failed(
                        ErrorCode.BAD_DIGEST,
                        "The " + algorithm + " you specified did not match what we received.");
    }

    private static Failed tooLarge() {
        return new Failed(ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED, "Your request was too big.");
    }

    private static Failed incomplete() {
        return new Failed(
                ErrorCode.INCOMPLETE_BODY,
                "You did not provide the number of bytes specified by the Content-Length HTTP"
                        + " header");
    }
}
