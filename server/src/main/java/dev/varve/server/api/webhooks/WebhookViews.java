package dev.varve.server.api.webhooks;

import dev.varve.log.BucketId;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookSettings;
import dev.varve.log.WebhookSettings.Format;
import dev.varve.log.WebhookSettings.Limits;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.api.Words;
import dev.varve.server.fetch.FetchFailure;
import dev.varve.server.fetch.Poster;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.webhooks.EventNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Webhooks as JSON has them, and what it asks for.
final class WebhookViews {
    private WebhookViews() {}

    /// @param bucket whose changes it is told of; absent for those of all buckets
    /// @param events names such as `s3:ObjectCreated:Put` or `s3:ObjectCreated:*`; none of them where
    ///     only notification configurations of buckets name it
    /// @param format s3 or cloudevents
    /// @param note why the server itself turned it off, where it did
    /// @param position of the event that made it
    /// @param oldSecretUntil where a secret was rotated, until when the one before it signs too
    public record WebhookView(
            String name,
            @Nullable String bucket,
            String url,
            List<String> events,
            String prefix,
            String suffix,
            Map<String, String> tags,
            String format,
            int concurrency,
            long timeoutMillis,
            int attempts,
            long giveUpAfterSeconds,
            boolean enabled,
            String note,
            long position,
            Instant created,
            String creator,
            @Nullable Instant oldSecretUntil) {}

    /// @param secret what deliveries are signed with, told this once
    public record MadeWebhook(String name, String secret, WebhookView webhook) {}

    public record WebhookList(List<WebhookView> webhooks) {}

    /// What is said of a webhook; what is left out is as usual, or stays as it is.
    public record WebhookForm(
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable String prefix,
            @Nullable String suffix,
            @Nullable Map<String, String> tags,
            @Nullable String format,
            @Nullable Integer concurrency,
            @Nullable Long timeoutMillis,
            @Nullable Integer attempts,
            @Nullable Long giveUpAfterSeconds,
            @Nullable Boolean enabled) {
        WebhookSettings over(WebhookSettings before) {
            try {
                String to = requireUrl(or(url, before.url()));
                boolean on = or(enabled, before.enabled());
                return new WebhookSettings(
                        before.bucket(),
                        to,
                        filter(before.filter()),
                        format == null
                                ? before.format()
                                : Words.parse(Format.class, "format", format),
                        limits(before.limits()),
                        on,
                        on || enabled != null ? "" : before.note());
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw invalid("Not possible: " + e.getMessage() + ".");
            }
        }

        private WebhookFilter filter(WebhookFilter before) {
            if (events != null) {
                events.forEach(WebhookViews::requireEvent);
            }
            return new WebhookFilter(
                    or(events, before.events()),
                    or(prefix, before.prefix()),
                    or(suffix, before.suffix()),
                    tags == null ? before.tags() : new TreeMap<>(tags));
        }

        private Limits limits(Limits before) {
            return new Limits(
                    or(concurrency, before.concurrency()),
                    timeoutMillis == null ? before.timeout() : Duration.ofMillis(timeoutMillis),
                    or(attempts, before.attempts()),
                    giveUpAfterSeconds == null
                            ? before.giveUpAfter()
                            : Duration.ofSeconds(giveUpAfterSeconds));
        }

        private static <T> T or(@Nullable T value, T otherwise) {
            return value == null ? otherwise : value;
        }
    }

    /// @param name 1 to 63 of a-z, 0-9 and -; S3's notification configuration names it
    /// @param bucket whose changes it is to be told of; all for operators where absent
    /// @param events all where absent; an empty list for those alone that buckets' notification
    ///     configurations send to it
    /// @param format s3 or cloudevents; s3 where absent
    /// @param secret `whsec_` and 24 to 64 bytes in base64; drawn where absent
    public record NewWebhook(
            @Nullable String name,
            @Nullable String bucket,
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable String prefix,
            @Nullable String suffix,
            @Nullable Map<String, String> tags,
            @Nullable String format,
            @Nullable Integer concurrency,
            @Nullable Long timeoutMillis,
            @Nullable Integer attempts,
            @Nullable Long giveUpAfterSeconds,
            @Nullable Boolean enabled,
            @Nullable String secret) {
        WebhookSettings settings(@Nullable BucketId of) {
            if (url == null) {
                throw invalid("A webhook needs a 'url'.");
            }
            WebhookSettings usual =
                    new WebhookSettings(
                            of,
                            requireUrl(url),
                            WebhookFilter.EVERYTHING,
                            Format.S3,
                            Limits.DEFAULT,
                            true,
                            "");
            return new WebhookForm(
                            url,
                            events,
                            prefix,
                            suffix,
                            tags,
                            format,
                            concurrency,
                            timeoutMillis,
                            attempts,
                            giveUpAfterSeconds,
                            enabled)
                    .over(usual);
        }
    }

    /// @param keepSeconds how long the secret before signs too, at most 30 days; a day where absent
    public record Rotation(@Nullable Long keepSeconds) {
        private static final long MOST = Duration.ofDays(30).toSeconds();

        Instant until(Instant now) {
            long keep = keepSeconds == null ? Duration.ofDays(1).toSeconds() : keepSeconds;
            if (keep < 0 || keep > MOST) {
                throw invalid("'keep_seconds' must be a number from 0 to " + MOST + ".");
            }
            return now.plusSeconds(keep);
        }
    }

    /// @param bucket its name, where it is of one
    static WebhookView of(Webhook webhook, @Nullable String bucket, Instant now) {
        WebhookSettings settings = webhook.settings();
        WebhookFilter filter = settings.filter();
        Limits limits = settings.limits();
        return new WebhookView(
                webhook.name().value(),
                bucket,
                settings.url(),
                filter.events(),
                filter.prefix(),
                filter.suffix(),
                filter.tags(),
                Words.of(settings.format()),
                limits.concurrency(),
                limits.timeout().toMillis(),
                limits.attempts(),
                limits.giveUpAfter().toSeconds(),
                settings.enabled(),
                settings.note(),
                webhook.since().value(),
                webhook.created(),
                webhook.creator(),
                webhook.secrets().stream()
                        .skip(1)
                        .filter(secret -> secret.signsAt(now))
                        .findFirst()
                        .map(secret -> secret.until())
                        .orElse(null));
    }

    private static void requireEvent(String name) {
        if (!EventNames.areKnown(name)) {
            throw invalid("There is no event '" + name + "'.");
        }
    }

    private static String requireUrl(String url) {
        if (url.length() > WebhookSettings.MAX_URL) {
            throw invalid("'url' has at most " + WebhookSettings.MAX_URL + " characters.");
        }
        try {
            Poster.requireUrl(url);
            return url;
        } catch (FetchFailure e) {
            throw invalid(e.text());
        }
    }

    static Failed invalid(String message) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, message);
    }
}
