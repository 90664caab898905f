package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;

/// How long a posted file may be, both ends included.
public record LengthRange(long minimum, long maximum) {
    public static final LengthRange ANY = new LengthRange(0, Long.MAX_VALUE);

    /// @throws Failed for a length outside
    public void require(long length) {
        if (length > maximum) {
            throw new Failed(
                            ErrorCode.ENTITY_TOO_LARGE,
                            "Your proposed upload exceeds the maximum allowed size")
                    .detail("ProposedSize", Long.toString(length))
                    .detail("MaxSizeAllowed", Long.toString(maximum));
        }
        if (length < minimum) {
            throw new Failed(
                            ErrorCode.ENTITY_TOO_SMALL,
                            "Your proposed upload is smaller than the minimum allowed size")
                    .detail("ProposedSize", Long.toString(length))
                    .detail("MinSizeAllowed", Long.toString(minimum));
        }
    }

    LengthRange and(LengthRange other) {
        return new LengthRange(Math.max(minimum, other.minimum), Math.min(maximum, other.maximum));
    }
}
