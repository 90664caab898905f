package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.s3.chunked.ChunkedInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Checksums that come behind the bytes: announced in a header, told in the trailer.
final class Trailers {
    private static final Pattern COMMA = Pattern.compile(",");

    private Trailers() {}

    /// The checksum that `x-amz-trailer` announces.
    ///
    /// @throws Failed for a trailer that is no checksum, and for more than one
    static Optional<DigestAlgorithm> announced(Headers headers) {
        List<DigestAlgorithm> all = new ArrayList<>();
        for (String value : headers.all("x-amz-trailer")) {
            for (String name : COMMA.splitAsStream(value).map(String::strip).toList()) {
                if (!name.isEmpty()) {
                    all.add(
                            Checksums.ofHeader(name)
                                    .orElseThrow(() ->
                                            new Failed(
                                                    ErrorCode.INVALID_REQUEST,
                                                    "The value specified in the"
                                                            + " x-amz-trailer header is not"
                                                            + " supported")));
                }
            }
        }
        if (all.size() > 1) {
            throw Checksums.severalChecksums();
        }
        return all.stream().findFirst();
    }

    /// What the trailer says, once the body was read to its end.
    ///
    /// @throws Failed when it does not say what was announced, or more
    static Map<DigestAlgorithm, Bytes> declared(
            ChunkedInput input, Optional<DigestAlgorithm> announced) {
        Map<String, String> trailers = input.trailers();
        for (String name : trailers.keySet()) {
            Optional<DigestAlgorithm> sent = Checksums.ofHeader(name);
            if (sent.isPresent() && !sent.equals(announced)) {
                throw malformed();
            }
        }
        if (announced.isEmpty()) {
            return Map.of();
        }
        DigestAlgorithm algorithm = announced.get();
        String value = trailers.get(Checksums.header(algorithm));
        if (value == null) {
            throw malformed();
        }
        return Map.of(algorithm, Checksums.decode(algorithm, value));
    }

    private static Failed malformed() {
        return new Failed(
                ErrorCode.MALFORMED_TRAILER,
                "The request contained trailing data that was not well-formed or did not conform"
                        + " to our published schema.");
    }
}
