package dev.varve.projections.sql;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.UploadEvent;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.RangeCounts;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A row for every event: when, what, about what, and who asked. What an event says beyond that is in
/// the journal. Events of another node stand at the position where this one took them over, numbered
/// from 1 behind the event that did.
final class EventRows {
    private static final String ADD =
            "INSERT INTO events (position, within, stamp, time, type, bucket_id, key, prefix, changes, actor,"
                    + " surface, source, request_id, node, incarnation, origin_position)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Statements statements;

    EventRows(Statements statements) {
        this.statements = statements;
    }

    /// What an event is about, as far as it is one thing.
    private record About(
            @Nullable BucketId bucket,
            @Nullable String key,
            @Nullable String prefix,
            long changes) {
        static About of(Event event) {
            return switch (event) {
                case BucketEvent of -> new About(of.bucket(), null, null, 1);
                case ObjectEvent of -> new About(of.bucket(), of.key().toString(), null, 1);
                case UploadEvent of -> new About(of.bucket(), of.key().toString(), null, 1);
                case VersionsPurged of -> new About(of.bucket(), null, null, of.purged().size());
                case BytesReleased of -> new About(of.bucket(), null, null, of.released().size());
                case TransactionCommitted of -> new About(null, null, null, of.changes().size());
                case RangeEvent of -> ofRange(of);
                case LinkSpent of when of.change() != null -> of(of.change());
                default -> new About(null, null, null, 0);
            };
        }

        private static About ofRange(RangeEvent event) {
            Event.Range first = event.ranges().getFirst();
            long changes =
                    RangeCounts.all(event).stream()
                            .mapToLong(each -> each.puts() + each.deletes())
                            .sum();
            return new About(first.bucket(), null, text(first.prefix()), changes);
        }

        private static String text(Bytes utf8) {
            return new String(utf8.toArray(), StandardCharsets.UTF_8);
        }
    }

    /// @param at its position in this node's journal
    /// @param within 0 for this node's own
    void add(Recorded recorded, Position at, int within) {
        Envelope envelope = recorded.envelope();
        Provenance by = envelope.provenance();
        About about = About.of(recorded.event());
        BucketId bucket = about.bucket();
        statements.run(
                ADD,
                at.value(),
                within,
                recorded.stamp().text(),
                Texts.of(envelope.wall()),
                recorded.event().getClass().getSimpleName(),
                bucket == null ? null : bucket.toString(),
                about.key(),
                about.prefix(),
                about.changes(),
                by.actor().id(),
                by.surface().name().toLowerCase(Locale.ROOT),
                by.source(),
                by.requestId(),
                envelope.origin().node().toString(),
                envelope.origin().incarnation(),
                recorded.position().value());
    }
}
