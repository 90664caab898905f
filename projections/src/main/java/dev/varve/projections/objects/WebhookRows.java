package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.NotificationRule;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.WebhookName;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.WebhookCodec;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Webhooks, rules that name them, and names of buckets that are gone, as rows.
final class WebhookRows {
    static final byte[] COUNT = {};

    /// The first did not say by which event a webhook was set last.
    private static final int STAMPED = 2;

    private static final Stamp BEFORE_ALL =
            new Stamp(HybridTime.ZERO, new Origin(new NodeId(0), 1));
    private static final byte RULES = 1;
    private static final byte GONE = 2;
    private static final byte GONE_BY_TIME = 3;
    static final byte[] GONE_TIMES = {GONE_BY_TIME};

    private WebhookRows() {}

    static byte[] key(WebhookName name) {
        return name.value().getBytes(StandardCharsets.US_ASCII);
    }

    /// @param set by which event last
    static byte[] bytes(Webhook webhook, Stamp set) {
        return Rows.write(
                STAMPED,
                out -> {
                    StampCodec.write(out, set);
                    write(out, webhook);
                });
    }

    static Stamp set(byte[] value) {
        return Rows.read(
                Table.WEBHOOKS,
                value,
                STAMPED,
                (form, in) -> {
                    Stamp set = stamp(form, in);
                    read(new WebhookName("any"), in);
                    return set;
                });
    }

    private static Stamp stamp(int form, ByteReader in) {
        return form < STAMPED ? BEFORE_ALL : StampCodec.read(in);
    }

    /// Without what each node knows for itself.
    static byte[] shared(byte[] value) {
        return Rows.read(
                Table.WEBHOOKS,
                value,
                STAMPED,
                (form, in) -> {
                    Stamp set = stamp(form, in);
                    Webhook webhook = read(new WebhookName("any"), in);
                    return Rows.write(out -> {
                        StampCodec.write(out, set);
                        WebhookCodec.write(out, webhook.settings());
                        WebhookCodec.writeSecrets(out, webhook.secrets());
                    });
                });
    }

    /// The same webhook, told of all that a journal has.
    static Webhook begun(byte[] value) {
        Webhook webhook = read(new WebhookName("any"), value);
        return new Webhook(
                webhook.name(),
                webhook.settings(),
                webhook.secrets(),
                Position.NONE,
                webhook.created(),
                webhook.creator());
    }

    private static void write(ByteWriter out, Webhook webhook) {
        out.i64(webhook.since().value()).zigzag(webhook.created().toEpochMilli());
        out.string(webhook.creator());
        WebhookCodec.write(out, webhook.settings());
        WebhookCodec.writeSecrets(out, webhook.secrets());
    }

    static Webhook read(RowCursor cursor) {
        String name = new String(cursor.key(), StandardCharsets.US_ASCII);
        return read(new WebhookName(name), cursor.value());
    }

    static Webhook read(WebhookName name, byte[] value) {
        return Rows.read(
                Table.WEBHOOKS,
                value,
                STAMPED,
                (form, in) -> {
                    stamp(form, in);
                    return read(name, in);
                });
    }

    private static Webhook read(WebhookName name, ByteReader in) {
        Position since = new Position(in.i64());
        Instant created = Instant.ofEpochMilli(in.zigzag());
        String creator = in.string();
        return new Webhook(
                name,
                WebhookCodec.readSettings(in),
                WebhookCodec.readSecrets(in),
                since,
                created,
                creator);
    }

    static int count(ViewReader rows) {
        byte[] value = rows.get(Table.WEBHOOKS, COUNT);
        return value == null ? 0 : Rows.read(Table.WEBHOOKS, value, ByteReader::varint32);
    }

    static byte[] count(int webhooks) {
        return Rows.write(out -> out.varint(webhooks));
    }

    static byte[] rules(BucketId bucket) {
        return of(RULES, bucket);
    }

    static byte[] bytes(List<BucketRule> rules) {
        return Rows.write(out -> {
            out.varint(rules.size());
            for (BucketRule each : rules) {
                out.i64(each.since().value()).i64(each.until().value());
                WebhookCodec.write(out, each.rule());
            }
        });
    }

    static List<BucketRule> readRules(byte[] value) {
        return Rows.read(Table.NOTIFICATIONS, value, WebhookRows::readRules);
    }

    private static List<BucketRule> readRules(ByteReader in) {
        int count = in.count();
        List<BucketRule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Position since = new Position(in.i64());
            Position until = new Position(in.i64());
            rules.add(new BucketRule(WebhookCodec.readRule(in), since, until));
        }
        return List.copyOf(rules);
    }

    static boolean areRules(byte[] row) {
        return row[0] == RULES;
    }

    static BucketId bucketOfRules(byte[] row) {
        return new BucketId(ByteBuffer.wrap(row).getLong(1));
    }

    /// Those in force, without where in its journal each node learned of them; null for none.
    static byte @Nullable [] sharedRules(byte[] value) {
        List<NotificationRule> rules =
                readRules(value).stream()
                        .filter(BucketRule::isInForce)
                        .map(BucketRule::rule)
                        .toList();
        return rules.isEmpty()
                ? null
                : Rows.write(out -> rules.forEach(rule -> WebhookCodec.write(out, rule)));
    }

    static byte[] gone(BucketId bucket) {
        return of(GONE, bucket);
    }

    private static byte[] of(byte kind, BucketId bucket) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(bucket.value()).array();
    }

    static byte[] bytes(BucketName name) {
        return Rows.write(out -> out.string(name.value()));
    }

    static BucketName readName(byte[] value) {
        return Rows.read(Table.NOTIFICATIONS, value, in -> new BucketName(in.string()));
    }

    /// In the order of time.
    static byte[] goneAt(Instant time, BucketId bucket) {
        return ByteBuffer.allocate(1 + 2 * Long.BYTES)
                .put(GONE_BY_TIME)
                .putLong(time.toEpochMilli())
                .putLong(bucket.value())
                .array();
    }

    static Instant goneTime(byte[] row) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(row).getLong(1));
    }

    static BucketId goneBucket(byte[] row) {
        return new BucketId(ByteBuffer.wrap(row).getLong(1 + Long.BYTES));
    }

    static byte[] nothing() {
        return Rows.write(out -> {});
    }
}
