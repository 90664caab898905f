package dev.varve.server.surface;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import java.util.Base64;
import java.util.Optional;

/// The `Content-MD5` header.
public final class ContentMd5 {
    private static final int LENGTH = 16;

    private ContentMd5() {}

    /// @throws Failed `InvalidDigest`
    public static Optional<Bytes> of(Headers headers) {
        Optional<String> text = headers.first("content-md5");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] md5 = Base64.getDecoder().decode(text.get().strip());
            if (md5.length == LENGTH) {
                return Optional.of(Bytes.of(md5));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static Failed invalid() {
        return new Failed(
                ErrorCode.INVALID_DIGEST, "The Content-MD5 you specified was an invalid.");
    }
}
