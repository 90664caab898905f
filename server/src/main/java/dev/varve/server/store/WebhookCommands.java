package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Event.NotificationSet;
import dev.varve.log.Event.WebhookRemoved;
import dev.varve.log.Event.WebhookSet;
import dev.varve.log.NotificationRule;
import dev.varve.log.Recorded;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSecret;
import dev.varve.log.WebhookSettings;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.BucketRule;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Decisions about webhooks and the rules that name them.
final class WebhookCommands {
    private WebhookCommands() {}

    record Create(WebhookName name, WebhookSettings settings, List<WebhookSecret> secrets)
            implements Command<Webhook> {
        @Override
        public Decision<Webhook> decide(ObjectReader view, Context context) {
            if (view.webhook(name).isPresent()) {
                return Command.refuse(
                        Reason.WEBHOOK_EXISTS, "there is a webhook '" + name + "' already");
            }
            if (view.webhookCount() >= Webhooks.MOST) {
                return Command.refuse(
                        Reason.TOO_MANY_WEBHOOKS,
                        "this store may have " + Webhooks.MOST + " webhooks");
            }
            BucketId bucket = settings.bucket();
            if (bucket != null && view.bucket(bucket).isEmpty()) {
                return Command.refuse(Reason.NO_SUCH_BUCKET, "the bucket is gone");
            }
            return bucket != null && ofBucket(view, bucket) >= Webhooks.MOST_OF_BUCKET
                    ? Command.refuse(
                            Reason.TOO_MANY_WEBHOOKS,
                            "a bucket may have " + Webhooks.MOST_OF_BUCKET + " webhooks")
                    : Command.accept(new WebhookSet(name, settings, secrets), this::made);
        }

        private static long ofBucket(ObjectReader view, BucketId bucket) {
            return view.webhooks("", Webhooks.MOST).stream()
                    .filter(each -> bucket.equals(each.settings().bucket()))
                    .count();
        }

        private Webhook made(Recorded recorded) {
            long wall = recorded.envelope().wall().toEpochMilli();
            return new Webhook(
                    name,
                    settings,
                    secrets,
                    recorded.position(),
                    Instant.ofEpochMilli(wall),
                    recorded.envelope().provenance().actor().id());
        }
    }

    /// @param seen the webhook as the change was allowed
    record Change(Webhook seen, WebhookSettings settings, List<WebhookSecret> secrets)
            implements Command<Webhook> {
        @Override
        public Decision<Webhook> decide(ObjectReader view, Context context) {
            Optional<Refusal> stale = stale(view, seen);
            if (stale.isPresent()) {
                return new Decision.Refuse<>(stale.get());
            }
            Webhook after =
                    new Webhook(
                            seen.name(),
                            settings,
                            secrets,
                            seen.since(),
                            seen.created(),
                            seen.creator());
            return after.equals(seen)
                    ? Command.unchanged(seen)
                    : Command.accept(
                            new WebhookSet(seen.name(), settings, secrets), recorded -> after);
        }
    }

    record Remove(Webhook seen) implements Command<WebhookName> {
        @Override
        public Decision<WebhookName> decide(ObjectReader view, Context context) {
            Optional<Refusal> stale = stale(view, seen);
            return stale.isPresent()
                    ? new Decision.Refuse<>(stale.get())
                    : Command.accept(new WebhookRemoved(seen.name()), recorded -> seen.name());
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    private static Optional<Refusal> stale(ObjectReader view, Webhook seen) {
        Optional<Webhook> now = view.webhook(seen.name());
        if (now.isEmpty()) {
            return Optional.of(Webhooks.noWebhook(seen.name()));
        }
        return now.get().equals(seen)
                ? Optional.empty()
                : Optional.of(
                        Refusal.of(
                                Reason.CONFLICT,
                                "the webhook '" + seen.name() + "' was changed meanwhile"));
    }

    record SetRules(BucketName name, List<NotificationRule> rules)
            implements Command<List<NotificationRule>> {
        @Override
        public Decision<List<NotificationRule>> decide(ObjectReader view, Context context) {
            Optional<Bucket> bucket = view.bucket(name);
            if (bucket.isEmpty()) {
                return new Decision.Refuse<>(Rules.noBucket(name));
            }
            BucketId id = bucket.get().id();
            for (NotificationRule rule : rules) {
                if (!mayName(view, id, rule.target())) {
                    return Command.refuse(
                            Reason.NO_SUCH_WEBHOOK,
                            "there is no webhook '"
                                    + rule.target()
                                    + "' that '"
                                    + name
                                    + "' could name");
                }
            }
            return view.rules(id).stream()
                            .filter(BucketRule::isInForce)
                            .map(BucketRule::rule)
                            .toList()
                            .equals(rules)
                    ? Command.unchanged(rules)
                    : Command.accept(new NotificationSet(id, rules), recorded -> rules);
        }

        private static boolean mayName(ObjectReader view, BucketId bucket, WebhookName target) {
            return view.webhook(target)
                    .map(webhook -> webhook.settings().bucket())
                    .map(bucket::equals)
                    .orElseGet(() -> view.webhook(target).isPresent());
        }

        @Override
        public boolean grows() {
            return !rules.isEmpty();
        }
    }
}
