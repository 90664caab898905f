package dev.varve.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What deliveries are signed with.
///
/// @param until from then on it signs no more, in whole milliseconds; null for the one in use
public record WebhookSecret(SealedSecret sealed, @Nullable Instant until) {
    public WebhookSecret {
        if (until != null) {
            until = Instant.ofEpochMilli(until.toEpochMilli());
        }
    }

    public WebhookSecret endingAt(Instant end) {
        return new WebhookSecret(sealed, end);
    }

    public boolean signsAt(Instant now) {
        return until == null || until.isAfter(now);
    }
}
