package dev.varve.server.api.uploads;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.auth.Payload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Body;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The bytes of a request, with the digests that its headers and its signature say they have.
///
/// @param checksum what the client says of them, as opposed to what it signed
record SentBytes(Body body, Optional<Checksum> checksum) {
    /// @throws Failed for a digest that is malformed, or another one than was signed
    static SentBytes of(ApiCall call) {
        Optional<Checksum> checksum =
                call.request()
                        .headers()
                        .first(DeclaredDigest.HEADER)
                        .map(text -> DeclaredDigest.parse(DeclaredDigest.HEADER, text));
        Map<DigestAlgorithm, Bytes> declared = new EnumMap<>(DigestAlgorithm.class);
        checksum.ifPresent(it -> declared.put(it.algorithm(), it.value()));
        switch (call.authenticated().payload()) {
            case Payload.Unsigned _ -> {}
            case Payload.Hashed(Bytes sha256) -> {
                Bytes said = declared.put(DigestAlgorithm.SHA256, sha256);
                if (said != null && !said.equals(sha256)) {
                    throw mismatch("The body that was signed has another SHA256.");
                }
            }
            case Payload.Chunked _ ->
                    throw new Failed(
                            ErrorCode.INVALID_REQUEST,
                            "Bodies in aws-chunks are for S3. Send it as it is.");
        }
        Body body =
                new Body(call.request().body(), call.request().contentLength(), declared, Set.of());
        return new SentBytes(body, checksum);
    }

    /// Whether there are any, as far as the headers tell.
    static boolean areThere(ApiCall call) {
        return call.request().contentLength() > 0;
    }

    /// The value of an outcome of storing them.
    <R> R require(Outcome<R> outcome) {
        if (outcome instanceof Outcome.Refused<R>(Refusal refusal)
                && refusal.reason() == Reason.DIGEST_MISMATCH) {
            throw checksum.map(Checksum::algorithm).equals(refusal.digest())
                    ? mismatch("Nothing was kept: " + refusal.message() + ".")
                    : new Failed(
                            ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH,
                            "The body is not the one that was signed.");
        }
        return ApiRefusals.require(outcome);
    }

    private static Failed mismatch(String why) {
        return new Failed(ErrorCode.CHECKSUM_MISMATCH, why);
    }
}
