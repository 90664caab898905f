package dev.varve.server.auth;

import dev.varve.server.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What every kind of signature asks: whose key it is, and whether the request is of now.
record Keys(Users users, InstantSource clock, Duration allowedSkew) {
    /// @throws dev.varve.server.http.Failed for a key that is unknown, revoked or expired
    User user(String accessKey) {
        User user = users.byAccessKey(accessKey).orElseThrow(() -> Denied.unknownKey(accessKey));
        if (user.expires().filter(end -> !clock.instant().isBefore(end)).isPresent()) {
            throw Denied.expiredKey(accessKey);
        }
        return user;
    }

    /// S3 answers a token beside a key that has none with `InvalidToken`.
    void refuseToken(HttpRequest request) {
        if (!request.headers().get("x-amz-security-token", "").isBlank()
                || !request.query().get("X-Amz-Security-Token", "").isBlank()
                || !request.query().get("x-amz-security-token", "").isBlank()) {
            throw Denied.token();
        }
    }

    void requireFresh(Instant requested) {
        Instant now = clock.instant();
        if (Duration.between(requested, now).abs().compareTo(allowedSkew) > 0) {
            throw Denied.skewed(requested, now, allowedSkew);
        }
    }

    /// @param start when the signature begins to be valid; the clock of who signed may be fast
    void requireValid(Instant start, Instant end) {
        Instant now = clock.instant();
        if (now.isAfter(end)) {
            throw Denied.expired(end, now);
        }
        if (start.isAfter(now.plus(allowedSkew))) {
            throw Denied.access("Request is not valid yet");
        }
    }
}
