package dev.varve.server.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.log.VersionId;
import dev.varve.log.WebhookSettings.Format;
import dev.varve.projections.objects.Bucket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Says a change in JSON: as S3 does, or as CloudEvents.
final class Messages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String S3_VERSION = "2.1";

    private final Facts facts;
    private final String region;

    Messages(Facts facts, String region) {
        this.facts = facts;
        this.region = region;
    }

    /// @param configuration by what the receiver is told, see [Matching]
    Message of(Change change, String configuration, Format format) {
        String bucket =
                facts.read(view -> view.bucketName(change.bucket()))
                        .map(name -> name.value())
                        .orElse(change.bucket().toString());
        ObjectNode record = record(change, configuration, bucket);
        return switch (format) {
            case S3 ->
                    new Message(change.id(), "application/json", bytes(s3(change, bucket, record)));
            case CLOUDEVENTS ->
                    new Message(
                            change.id(),
                            "application/cloudevents+json",
                            bytes(cloudEvent(change, bucket, record)));
        };
    }

    /// What a receiver gets that is only being tried.
    static Message test(String webhook, String id, Instant now) {
        ObjectNode test = JSON.createObjectNode();
        test.put("Service", "Varve").put("Event", EventNames.TEST);
        test.put("Time", now.truncatedTo(ChronoUnit.MILLIS).toString());
        test.put("Webhook", webhook);
        return new Message(id, "application/json", bytes(test));
    }

    /// With what MinIO puts beside the records.
    private static ObjectNode s3(Change change, String bucket, ObjectNode record) {
        ObjectNode all = JSON.createObjectNode();
        ObjectKey key = change.key();
        all.put("EventName", change.event());
        all.put("Key", key == null ? bucket : bucket + "/" + key);
        all.putArray("Records").add(record);
        return all;
    }

    private static ObjectNode cloudEvent(Change change, String bucket, ObjectNode record) {
        Envelope envelope = change.of();
        ObjectNode event = JSON.createObjectNode();
        ObjectKey key = change.key();
        event.put("specversion", "1.0").put("id", change.id());
        event.put("source", "urn:varve:" + envelope.cluster());
        event.put("type", "dev.varve." + EventNames.inRecord(change.event()).replace(':', '.'));
        event.put("subject", key == null ? bucket : bucket + "/" + key);
        event.put("time", time(envelope)).put("datacontenttype", "application/json");
        event.set("data", record);
        return event;
    }

    private ObjectNode record(Change change, String configuration, String bucket) {
        Envelope envelope = change.of();
        Provenance provenance = envelope.provenance();
        ObjectNode record = JSON.createObjectNode();
        record.put("eventVersion", S3_VERSION).put("eventSource", "aws:s3");
        record.put("awsRegion", region).put("eventTime", time(envelope));
        record.put("eventName", EventNames.inRecord(change.event()));
        record.putObject("userIdentity").put("principalId", provenance.actor().id());
        ObjectNode request = record.putObject("requestParameters");
        if (!provenance.source().isEmpty()) {
            request.put("sourceIPAddress", provenance.source());
        }
        ObjectNode answer = record.putObject("responseElements");
        if (!provenance.requestId().isEmpty()) {
            answer.put("x-amz-request-id", provenance.requestId());
        }
        ObjectNode s3 = record.putObject("s3");
        s3.put("s3SchemaVersion", "1.0").put("configurationId", configuration);
        bucket(s3.putObject("bucket"), change.bucket(), bucket);
        ObjectKey key = change.key();
        if (key != null) {
            object(s3.putObject("object"), change, key);
        }
        ObjectNode varve = record.putObject("varve");
        varve.put("position", envelope.position().value()).put("ordinal", change.at().ordinal());
        change.more().forEach(varve::putPOJO);
        return record;
    }

    private void bucket(ObjectNode into, BucketId id, String name) {
        Optional<Bucket> bucket = facts.read(view -> view.bucket(id));
        into.put("name", name);
        bucket.ifPresent(each -> into.putObject("ownerIdentity").put("principalId", each.owner()));
        into.put("arn", "arn:aws:s3:::" + name);
    }

    private static void object(ObjectNode into, Change change, ObjectKey key) {
        into.put("key", encoded(key.toString()));
        Change.Known known = change.object();
        if (known != null) {
            into.put("size", known.size()).put("eTag", known.etag());
            if (known.contentType() != null) {
                into.put("contentType", known.contentType());
            }
        }
        VersionId version = change.version();
        if (version != null) {
            into.put("versionId", version.toString());
        }
        into.put("sequencer", change.sequencer());
    }

    /// As S3 does: a blank is a plus, a slash is a slash.
    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    private static String time(Envelope envelope) {
        return Instant.ofEpochMilli(envelope.wall().toEpochMilli()).toString();
    }

    private static Bytes bytes(ObjectNode node) {
        try {
            return Bytes.of(JSON.writeValueAsBytes(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
