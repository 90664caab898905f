package dev.varve.server.api.events;

import dev.varve.server.api.About;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change in the form of CloudEvents 1.0, structured, as JSON.
///
/// @param id origin, position and ordinal: unique in the cluster, and the same wherever it is told
/// @param source the cluster
/// @param subject bucket and key
public record CloudEvent(
        String specversion,
        @About(value = "unique", example = "00a1b2c3d4e5f607.1/1204/0") String id,
        String source,
        @About(value = "what happened", example = "dev.varve.object-put") String type,
        @Nullable String subject,
        Instant time,
        String datacontenttype,
        EventView data) {
    private static final String VERSION = "1.0";
    private static final String PREFIX = "dev.varve.";

    static CloudEvent of(EventView event, String cluster) {
        return new CloudEvent(
                VERSION,
                id(event),
                "urn:varve:" + cluster,
                PREFIX + event.type(),
                subject(event),
                event.time(),
                "application/json",
                event);
    }

    private static String id(EventView event) {
        EventView.OriginalOf original = event.original();
        return original == null
                ? event.origin() + "/" + event.position() + "/" + event.ordinal()
                : original.origin() + "/" + original.position() + "/" + original.ordinal();
    }

    private static @Nullable String subject(EventView event) {
        EventView.BucketOf bucket = event.bucket();
        EventView.ObjectOf object = event.object();
        if (bucket == null) {
            return null;
        }
        String name = bucket.name() == null ? bucket.id() : bucket.name();
        return object == null ? name : name + "/" + object.key();
    }
}
