package dev.varve.server.webhooks;

import dev.varve.projections.objects.Webhook;
import dev.varve.server.fetch.FetchFailure;
import dev.varve.server.fetch.Poster;
import dev.varve.server.store.Webhooks;
import dev.varve.server.webhooks.Sender.Answer.Refused;
import dev.varve.server.webhooks.Sender.Answer.Taken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Posts messages, signed. Any answer but 2xx is none, a redirect too.
final class HttpSender implements Sender {
    private static final int GONE = 410;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final Poster poster;
    private final Webhooks webhooks;
    private final InstantSource clock;

    HttpSender(Poster poster, Webhooks webhooks, InstantSource clock) {
        this.poster = poster;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public Answer send(Webhook webhook, Message message) {
        Instant now = clock.instant();
        byte[] body = message.body().toArray();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", message.type());
        headers.putAll(
                Signatures.headers(message.id(), now, body, webhooks.secretsOf(webhook, now)));
        try {
            Poster.Reply reply =
                    poster.post(
                            webhook.settings().url(),
                            headers,
                            body,
                            webhook.settings().limits().timeout());
            return reply.isGood() ? new Taken(reply.status()) : refused(reply, now);
        } catch (FetchFailure e) {
            return new Refused(e.text(), Optional.empty(), false);
        }
    }

    private static Refused refused(Poster.Reply reply, Instant now) {
        return new Refused(
                "The receiver answered with status " + reply.status() + ".",
                reply.retryAfter().flatMap(text -> wait(text, now)),
                reply.status() == GONE);
    }

    /// Seconds, or a date.
    private static Optional<Duration> wait(String text, Instant now) {
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(Duration.between(now, until)).filter(Duration::isPositive);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
