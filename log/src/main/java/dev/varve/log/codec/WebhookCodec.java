package dev.varve.log.codec;

import dev.varve.log.BucketId;
import dev.varve.log.Event;
import dev.varve.log.NotificationRule;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSecret;
import dev.varve.log.WebhookSettings;
import dev.varve.log.WebhookSettings.Format;
import dev.varve.log.WebhookSettings.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Webhooks, and the rules of buckets that name them.
public final class WebhookCodec {
    private WebhookCodec() {}

    static void write(ByteWriter out, Event.WebhookEvent event) {
        out.string(event.webhook().value());
        switch (event) {
            case Event.WebhookSet set -> {
                write(out, set.settings());
                writeSecrets(out, set.secrets());
            }
            case Event.WebhookRemoved _ -> {}
        }
    }

    static Event.WebhookEvent read(EventType type, ByteReader in) {
        WebhookName name = new WebhookName(in.string());
        return switch (type) {
            case WEBHOOK_SET -> new Event.WebhookSet(name, readSettings(in), readSecrets(in));
            case WEBHOOK_REMOVED -> new Event.WebhookRemoved(name);
            default -> throw new IllegalStateException("not of a webhook: " + type);
        };
    }

    public static void write(ByteWriter out, WebhookSettings settings) {
        BucketId bucket = settings.bucket();
        out.flag(bucket != null);
        if (bucket != null) {
            out.i64(bucket.value());
        }
        out.string(settings.url());
        write(out, settings.filter());
        out.u8(settings.format().tag());
        Limits limits = settings.limits();
        out.varint(limits.concurrency()).varint(limits.timeout().toMillis());
        out.varint(limits.attempts()).varint(limits.giveUpAfter().toMillis());
        out.flag(settings.enabled()).string(settings.note());
    }

    public static WebhookSettings readSettings(ByteReader in) {
        @Nullable BucketId bucket = in.flag() ? new BucketId(in.i64()) : null;
        return new WebhookSettings(
                bucket,
                in.string(),
                readFilter(in),
                Format.ofTag(in.u8()),
                new Limits(
                        in.varint32(),
                        Duration.ofMillis(in.varint()),
                        in.varint32(),
                        Duration.ofMillis(in.varint())),
                in.flag(),
                in.string());
    }

    public static void writeSecrets(ByteWriter out, List<WebhookSecret> secrets) {
        out.varint(secrets.size());
        for (WebhookSecret secret : secrets) {
            Instant until = secret.until();
            AccessCodec.write(out, secret.sealed());
            out.flag(until != null);
            if (until != null) {
                out.zigzag(until.toEpochMilli());
            }
        }
    }

    public static List<WebhookSecret> readSecrets(ByteReader in) {
        return list(
                in,
                () ->
                        new WebhookSecret(
                                AccessCodec.readSecret(in),
                                in.flag() ? Instant.ofEpochMilli(in.zigzag()) : null));
    }

    public static void write(ByteWriter out, List<NotificationRule> rules) {
        out.varint(rules.size());
        rules.forEach(rule -> write(out, rule));
    }

    public static List<NotificationRule> readRules(ByteReader in) {
        return list(in, () -> readRule(in));
    }

    public static void write(ByteWriter out, NotificationRule rule) {
        out.string(rule.id()).u8(rule.kind().tag()).string(rule.target().value());
        write(out, rule.filter());
    }

    public static NotificationRule readRule(ByteReader in) {
        return new NotificationRule(
                in.string(),
                NotificationRule.Kind.ofTag(in.u8()),
                new WebhookName(in.string()),
                readFilter(in));
    }

    private static void write(ByteWriter out, WebhookFilter filter) {
        out.varint(filter.events().size());
        filter.events().forEach(out::string);
        out.string(filter.prefix()).string(filter.suffix());
        MapCodec.write(out, filter.tags());
    }

    private static WebhookFilter readFilter(ByteReader in) {
        return new WebhookFilter(list(in, in::string), in.string(), in.string(), MapCodec.read(in));
    }

    private static <T> List<T> list(ByteReader in, Supplier<T> one) {
        int count = in.count();
        List<T> all = new ArrayList<>(Math.min(count, NotificationRule.MAX));
        for (int i = 0; i < count; i++) {
            all.add(one.get());
        }
        return all;
    }
}
