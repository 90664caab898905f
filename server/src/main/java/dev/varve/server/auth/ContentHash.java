package dev.varve.server.auth;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `x-amz-content-sha256` may say, and how the body is read then.
final class ContentHash {
    static final String HEADER = "x-amz-content-sha256";
    static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    private ContentHash() {}

    /// @param signer for signed chunks; null where nothing was derived that could sign them
    static Payload payload(String declared, @Nullable ChunkSigner signer) {
        return switch (declared) {
            case UNSIGNED -> new Payload.Unsigned();
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new Payload.Chunked(null, true);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> signed(signer, false);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> signed(signer, true);
            case "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
                    "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" ->
                    throw Denied.asymmetric();
            default -> hashed(declared);
        };
    }

    private static Payload signed(@Nullable ChunkSigner signer, boolean trailer) {
        if (signer == null) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST, "Signed chunks need a request signed with SigV4");
        }
        return new Payload.Chunked(signer, trailer);
    }

    private static Payload hashed(String declared) {
        if (!SHA256.matcher(declared).matches()) {
            throw new Failed(
                            ErrorCode.INVALID_ARGUMENT,
                            HEADER
                                    + " must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                                    + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD,"
                                    + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
                                    + " or a valid sha256 value.")
                    .detail("ArgumentName", HEADER)
                    .detail("ArgumentValue", declared);
        }
        return new Payload.Hashed(Bytes.hex(declared));
    }
}
