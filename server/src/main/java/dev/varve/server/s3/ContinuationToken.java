package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;

/// Where a listing goes on, in a form that tells a token of this server from anything else.
final class ContinuationToken {
    private static final int VERSION = 1;
    private static final int HEADER = 1 + Integer.BYTES;

    private ContinuationToken() {}

    static String of(Bytes next) {
        byte[] place = next.toArray();
        byte[] token =
                ByteBuffer.allocate(HEADER + place.length)
                        .put((byte) VERSION)
                        .putInt(checksum(place))
                        .put(place)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /// @throws Failed `InvalidArgument` for what [#of] did not make
    static Bytes parse(String text) {
        byte[] token = decoded(text);
        if (token.length <= HEADER || token[0] != VERSION) {
            throw invalid();
        }
        byte[] place = Arrays.copyOfRange(token, HEADER, token.length);
        if (ByteBuffer.wrap(token).getInt(1) != checksum(place)) {
            throw invalid();
        }
        return Bytes.of(place);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static int checksum(byte[] place) {
        CRC32C checksum = new CRC32C();
        checksum.update(place);
        return (int) checksum.getValue();
    }

    private static Failed invalid() {
        return new Failed(
                        ErrorCode.INVALID_ARGUMENT, "The continuation token provided is incorrect")
                .detail("ArgumentName", "continuation-token");
    }
}
