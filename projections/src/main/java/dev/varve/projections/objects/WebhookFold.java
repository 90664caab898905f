package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Envelope;
import dev.varve.log.Event.NotificationSet;
import dev.varve.log.Event.WebhookEvent;
import dev.varve.log.Event.WebhookRemoved;
import dev.varve.log.Event.WebhookSet;
import dev.varve.log.NotificationRule;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.WebhookName;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps webhooks, the rules of buckets, and what a delivery has to say of a bucket that is gone.
/// Secrets stay sealed.
final class WebhookFold {
    /// So far may a webhook be behind and still learn the name of a bucket that was deleted.
    static final Duration KEPT = Duration.ofDays(30);

    /// Rules of a bucket that ended, the newest.
    static final int MOST_ENDED = 100;

    /// More than each event adds, so that what is left behind shrinks.
    static final int FORGOTTEN_AT_ONCE = 16;

    private final ViewChanges rows;

    WebhookFold(ViewChanges rows) {
        this.rows = rows;
    }

    void apply(Told told, WebhookEvent event) {
        switch (event) {
            case WebhookSet set -> set(told, set);
            case WebhookRemoved removed -> remove(told, removed.webhook());
        }
    }

    private void remove(Told told, WebhookName name) {
        byte[] row = rows.get(Table.WEBHOOKS, WebhookRows.key(name));
        if (row == null && !told.isImported()) {
            throw new IllegalStateException("no webhook " + name);
        }
        if (row != null && !BucketMarks.isOver(WebhookRows.set(row), told.stamp())) {
            rows.delete(Table.WEBHOOKS, WebhookRows.key(name));
            count(-1);
        }
        Kept.removed(rows, name, told.stamp());
    }

    /// When it was made and by whom is what this node heard of first, and told from here on.
    private void set(Told told, WebhookSet event) {
        if (told.isImported() && isOver(event.webhook(), told.stamp())) {
            return;
        }
        Optional<Webhook> before = new ObjectView(rows).webhook(event.webhook());
        Envelope envelope = told.recorded().envelope();
        Webhook webhook =
                before.map(each -> each.with(event.settings(), event.secrets()))
                        .orElseGet(() ->
                                new Webhook(
                                        event.webhook(),
                                        event.settings(),
                                        event.secrets(),
                                        told.here(),
                                        Instant.ofEpochMilli(envelope.wall().toEpochMilli()),
                                        envelope.provenance().actor().id()));
        rows.put(
                Table.WEBHOOKS,
                WebhookRows.key(webhook.name()),
                WebhookRows.bytes(webhook, told.stamp()));
        if (before.isEmpty()) {
            count(1);
        }
    }

    private boolean isOver(WebhookName name, Stamp stamp) {
        byte[] row = rows.get(Table.WEBHOOKS, WebhookRows.key(name));
        return BucketMarks.isOver(row == null ? null : WebhookRows.set(row), stamp)
                || BucketMarks.isOver(Kept.removed(rows, name), stamp);
    }

    private void count(int added) {
        rows.put(
                Table.WEBHOOKS,
                WebhookRows.COUNT,
                WebhookRows.count(WebhookRows.count(rows) + added));
    }

    /// Rules that are not said any more are kept for what happened while they held, up to a number.
    void apply(Position position, NotificationSet event) {
        List<BucketRule> before = new ObjectView(rows).rules(event.bucket());
        List<BucketRule> after = new ArrayList<>();
        event.rules()
                .forEach(rule ->
                        after.add(
                                new BucketRule(
                                        rule, since(rule, before, position), Position.NONE)));
        List<BucketRule> ended = new ArrayList<>();
        for (BucketRule each : before) {
            boolean said = each.isInForce() && event.rules().contains(each.rule());
            if (!said) {
                ended.add(each.isInForce() ? each.endedAt(position) : each);
            }
        }
        after.addAll(ended.subList(Math.max(0, ended.size() - MOST_ENDED), ended.size()));
        byte[] key = WebhookRows.rules(event.bucket());
        if (after.isEmpty()) {
            rows.delete(Table.NOTIFICATIONS, key);
        } else {
            rows.put(Table.NOTIFICATIONS, key, WebhookRows.bytes(after));
        }
    }

    private static Position since(
            NotificationRule rule, List<BucketRule> before, Position otherwise) {
        return before.stream()
                .filter(each -> each.isInForce() && each.rule().equals(rule))
                .map(BucketRule::since)
                .findFirst()
                .orElse(otherwise);
    }

    /// A bucket was deleted; its rules hold for what happened before.
    void gone(BucketId bucket, BucketName name, Instant wall) {
        rows.put(Table.NOTIFICATIONS, WebhookRows.gone(bucket), WebhookRows.bytes(name));
        rows.put(Table.NOTIFICATIONS, WebhookRows.goneAt(wall, bucket), WebhookRows.nothing());
        for (byte[] row : oldest(wall.minus(KEPT))) {
            BucketId forgotten = WebhookRows.goneBucket(row);
            rows.delete(Table.NOTIFICATIONS, row);
            if (new ObjectView(rows).bucket(forgotten).isEmpty()) {
                rows.delete(Table.NOTIFICATIONS, WebhookRows.gone(forgotten));
                rows.delete(Table.NOTIFICATIONS, WebhookRows.rules(forgotten));
            }
        }
    }

    /// A bucket was not deleted after all.
    void back(BucketId bucket) {
        rows.delete(Table.NOTIFICATIONS, WebhookRows.gone(bucket));
    }

    private List<byte[]> oldest(Instant before) {
        List<byte[]> found = new ArrayList<>();
        try (RowCursor cursor = rows.scan(Table.NOTIFICATIONS)) {
            boolean on = cursor.seek(WebhookRows.GONE_TIMES);
            while (on
                    && found.size() < FORGOTTEN_AT_ONCE
                    && WebhookRows.goneTime(cursor.key()).isBefore(before)) {
                found.add(cursor.key());
                on = cursor.next();
            }
        }
        return found;
    }
}
