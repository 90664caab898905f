package dev.varve.server.webhooks;

import dev.varve.projections.objects.Webhook;
import java.time.Duration;
import java.util.Optional;

/// Delivers one message, once, within the webhook's timeout.
@FunctionalInterface
interface Sender {
    Answer send(Webhook webhook, Message message);

    /// What became of it.
    sealed interface Answer {
        record Taken(int status) implements Answer {}

        /// @param why for people
        /// @param retryAfter what the receiver asked for
        /// @param gone whether the receiver wants nothing any more
        record Refused(String why, Optional<Duration> retryAfter, boolean gone) implements Answer {}
    }
}
