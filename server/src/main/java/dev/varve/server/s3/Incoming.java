package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.server.auth.LengthRange;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.s3.chunked.ChunkedDecoder;
import dev.varve.server.s3.chunked.ChunkedInput;
import dev.varve.server.store.Body;
import dev.varve.server.surface.ContentMd5;
import dev.varve.server.surface.LimitedBody;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request's body with all that headers, signature and trailer say of it.
///
/// @param body without aws-chunks; declares every digest that the client does
/// @param checksum what the client says its bytes have, in a header or a trailer
record Incoming(Body body, Optional<DigestAlgorithm> checksum) {
    /// What S3 takes in one request.
    static final long MAX_BYTES = 5L << 30;

    /// What is kept with the object: the client's checksum, or the default.
    Set<DigestAlgorithm> kept() {
        return Set.of(checksum.orElse(Checksums.DEFAULT));
    }

    /// @throws Failed for headers that are malformed or contradict each other, and for a body
    ///     without length or of more than `limit` bytes
    static Incoming of(Call call, long limit) {
        Headers headers = call.request().headers();
        Optional<Checksums.Claim> claim = Checksums.claimed(headers);
        Optional<DigestAlgorithm> trailer = trailer(headers, call.authenticated().payload());
        if (claim.isPresent() && trailer.isPresent()) {
            throw Checksums.severalChecksums();
        }
        requireNamed(headers, claim.map(Checksums.Claim::algorithm).or(() -> trailer));
        return of(call, limit, claim, trailer);
    }

    /// A body whose request has checksums that are not of the body.
    static Incoming ofBodyAlone(Call call, long limit) {
        return of(call, limit, Optional.empty(), Optional.empty());
    }

    /// The file of a form, whose fields say what headers say elsewhere.
    static Incoming ofFile(Headers fields, InputStream file, LengthRange length) {
        Map<DigestAlgorithm, Bytes> declared = new EnumMap<>(DigestAlgorithm.class);
        ContentMd5.of(fields).ifPresent(md5 -> declared.put(DigestAlgorithm.MD5, md5));
        Optional<Checksums.Claim> claim = Checksums.claimed(fields);
        claim.ifPresent(it -> declared.put(it.algorithm(), it.value()));
        LimitedBody limited =
                new LimitedBody(file, Math.min(MAX_BYTES, length.maximum()), Incoming::tooLarge);
        Body body = new Body(limited, -1, declared, Set.of());
        return new Incoming(
                body.declaringAtEnd(() -> {
                    length.require(limited.count());
                    return Map.of();
                }),
                claim.map(Checksums.Claim::algorithm));
    }

    private static Incoming of(
            Call call,
            long limit,
            Optional<Checksums.Claim> claim,
            Optional<DigestAlgorithm> trailer) {
        HttpRequest request = call.request();
        Payload payload = call.authenticated().payload();
        Map<DigestAlgorithm, Bytes> declared = new EnumMap<>(DigestAlgorithm.class);
        ContentMd5.of(request.headers()).ifPresent(md5 -> declared.put(DigestAlgorithm.MD5, md5));
        claim.ifPresent(it -> declared.put(it.algorithm(), it.value()));
        Optional<DigestAlgorithm> checksum =
                claim.map(Checksums.Claim::algorithm).or(() -> trailer);
        long length = length(request, payload, limit);
        InputStream raw = request.body();
        return switch (payload) {
            case Payload.Unsigned _ -> plain(raw, length, declared, checksum);
            case Payload.Hashed(Bytes sha256) -> {
                Bytes other = declared.put(DigestAlgorithm.SHA256, sha256);
                if (other != null && !other.equals(sha256)) {
                    throw new Failed(
                            ErrorCode.BAD_DIGEST,
                            "The SHA256 you specified did not match the calculated checksum.");
                }
                yield plain(raw, length, declared, checksum);
            }
            case Payload.Chunked(var signer, boolean trailed) -> {
                ChunkedInput input = new ChunkedDecoder(raw, length, signer, trailed);
                Body body =
                        new Body(input, length, declared, checksum.map(Set::of).orElse(Set.of()));
                yield new Incoming(
                        body.declaringAtEnd(() -> Trailers.declared(input, trailer)), checksum);
            }
        };
    }

    private static Incoming plain(
            InputStream raw,
            long length,
            Map<DigestAlgorithm, Bytes> declared,
            Optional<DigestAlgorithm> checksum) {
        InputStream limited =
                length < 0 ? new LimitedBody(raw, MAX_BYTES, Incoming::tooLarge) : raw;
        return new Incoming(new Body(limited, length, declared, Set.of()), checksum);
    }

    private static Optional<DigestAlgorithm> trailer(Headers headers, Payload payload) {
        return payload instanceof Payload.Chunked(var _, boolean trailed) && trailed
                ? Trailers.announced(headers)
                : Optional.empty();
    }

    /// @return -1 when only the end of the body tells
    private static long length(HttpRequest request, Payload payload, long limit) {
        long length =
                payload instanceof Payload.Chunked
                        ? decodedLength(request.headers())
                        : request.contentLength();
        if (length < 0 && (payload instanceof Payload.Chunked || !isChunked(request))) {
            throw new Failed(
                    ErrorCode.MISSING_CONTENT_LENGTH,
                    "You must provide the Content-Length HTTP header.");
        }
        if (length > limit) {
            throw tooLarge(limit);
        }
        return length;
    }

    static Failed tooLarge(long limit) {
        return new Failed(
                        ErrorCode.ENTITY_TOO_LARGE,
                        "Your proposed upload exceeds the maximum allowed size")
                .detail("MaxSizeAllowed", Long.toString(limit));
    }

    private static boolean isChunked(HttpRequest request) {
        return request.headers().has("transfer-encoding");
    }

    private static long decodedLength(Headers headers) {
        @Nullable String text = headers.first("x-amz-decoded-content-length").orElse(null);
        if (text == null) {
            return -1;
        }
        try {
            long length = Long.parseLong(text.strip());
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw wrongLength(text);
        }
        throw wrongLength(text);
    }

    private static Failed wrongLength(String text) {
        return new Failed(
                        ErrorCode.INVALID_ARGUMENT,
                        "x-amz-decoded-content-length must be a number of bytes")
                .detail("ArgumentValue", text);
    }

    /// SDKs name the checksum they are about to send.
    private static void requireNamed(Headers headers, Optional<DigestAlgorithm> checksum) {
        Optional<String> name = headers.first("x-amz-sdk-checksum-algorithm");
        if (name.isEmpty()) {
            return;
        }
        DigestAlgorithm named = Checksums.named(name.get());
        if (checksum.isEmpty()) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding"
                            + " x-amz-checksum-* or x-amz-trailer headers were found.");
        }
        if (checksum.get() != named) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "Value for x-amz-sdk-checksum-algorithm header is invalid.");
        }
    }
}
