package dev.varve.server.webhooks;

import dev.varve.log.HybridTime;
import dev.varve.log.NotificationRule;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.log.WebhookFilter;
import dev.varve.projections.objects.BucketRule;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.projections.objects.Webhook;
import java.util.Map;
import java.util.Optional;

/// Whether a webhook is told of a change: by its own filter, or by a rule of the bucket that names it.
final class Matching {
    /// What ends the names of events that make markers, whose versions are the markers'.
    private static final String MARKER = ":DeleteMarkerCreated";

    private final Facts facts;

    Matching(Facts facts) {
        this.facts = facts;
    }

    /// By what, as deliveries say it; empty where it is not told.
    Optional<String> configuration(Webhook webhook, Change change) {
        return isTold(webhook, change)
                ? Optional.of(webhook.name().value())
                : facts.read(view -> view.rules(change.bucket())).stream()
                        .filter(rule -> isTold(webhook, rule, change))
                        .map(rule -> rule.rule().id())
                        .findFirst();
    }

    private boolean isTold(Webhook webhook, Change change) {
        boolean reaches =
                webhook.settings().bucket() == null
                        || webhook.settings().bucket().equals(change.bucket());
        return reaches
                && change.of().position().isAfter(webhook.since())
                && holds(webhook.settings().filter(), change);
    }

    private boolean isTold(Webhook webhook, BucketRule rule, Change change) {
        NotificationRule said = rule.rule();
        return said.target().equals(webhook.name())
                && rule.holdsAt(change.of().position())
                && holds(said.filter(), change);
    }

    private boolean holds(WebhookFilter filter, Change change) {
        ObjectKey key = change.key();
        return filter.names(change.event())
                && filter.holdsFor(key == null ? null : key.toString())
                && (filter.tags().isEmpty() || hasTags(filter, change));
    }

    /// What was deleted had its tags just before. Where nobody knows them any more it is told of:
    /// better once too often.
    private boolean hasTags(WebhookFilter filter, Change change) {
        Change.Known known = change.object();
        Optional<Map<String, String>> tags =
                known == null ? before(change) : Optional.of(known.tags());
        return tags.map(has -> has.entrySet().containsAll(filter.tags().entrySet())).orElse(true);
    }

    private Optional<Map<String, String>> before(Change change) {
        ObjectKey key = change.key();
        return key == null
                ? Optional.empty()
                : facts.read(view -> version(view, change, key))
                        .filter(Version::isObject)
                        .map(version -> version.object().attributes().tags());
    }

    private static Optional<Version> version(ObjectReader view, Change change, ObjectKey key) {
        HybridTime before = Expansion.before(change.of());
        VersionId gone = change.version();
        return gone != null && !change.event().endsWith(MARKER)
                ? view.version(change.bucket(), key, gone, before)
                : view.current(change.bucket(), key, before);
    }
}
