package dev.varve.projections.audit;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.BucketEvent;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Event.UploadEvent;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.Frame;
import dev.varve.projections.Fold;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;

/// Notes of each event where it is to be found: what another node did, where this node took it over. It
/// only adds rows, and reads none.
public final class AuditFold implements Fold {
    @Override
    public void apply(Recorded recorded, ViewChanges changes) {
        Notes notes = new Notes(recorded.position(), changes);
        if (recorded.event() instanceof EventsImported imported) {
            notes.imports();
            Frame.read(imported.frame())
                    .records()
                    .forEach(record -> apply(record.recorded(), notes));
        }
        apply(recorded, notes);
    }

    private static void apply(Recorded recorded, Notes notes) {
        notes.by(recorded.envelope().provenance().actor().id());
        switch (recorded.event()) {
            case ObjectEvent event -> notes.of(event.bucket(), event.key());
            case UploadEvent event -> notes.of(event.bucket(), event.key());
            case TransactionCommitted event ->
                    event.changes().forEach(change -> notes.of(change.bucket(), change.key()));
            case VersionsPurged event ->
                    event.purged().forEach(one -> notes.of(event.bucket(), one.key()));
            case BytesReleased event ->
                    event.released().forEach(one -> notes.of(event.bucket(), one.key()));
            case LinkSpent event when event.change() != null ->
                    notes.of(event.change().bucket(), event.change().key());
            case LayerSettled _ -> {} // changes nothing that anybody sees
            case RangeEvent event -> event.ranges().forEach(notes::of);
            case BucketEvent event -> notes.of(event);
            case AccessEvent event -> notes.about(event.key().value());
            default -> {} // of no bucket, key or access key
        }
    }

    private record Notes(Position position, ViewChanges changes) {
        private void put(byte[] key) {
            changes.put(Table.AUDIT, key, AuditRows.NOTHING);
        }

        private void block(byte[] start) {
            put(AuditRows.atBlock(start, AuditRows.block(position)));
        }

        void by(String actor) {
            block(AuditRows.text(AuditRows.BY_ACTOR, actor));
        }

        void imports() {
            block(AuditRows.imports());
        }

        void about(String accessKey) {
            block(AuditRows.text(AuditRows.ABOUT_ACCESS_KEY, accessKey));
        }

        void of(BucketId bucket, ObjectKey key) {
            put(AuditRows.at(AuditRows.key(bucket, key), position));
            block(AuditRows.inBucket(bucket));
        }

        void of(Event.Range range) {
            put(AuditRows.at(AuditRows.ranges(range.bucket()), position, range.prefix().toArray()));
            block(AuditRows.inBucket(range.bucket()));
        }

        void of(BucketEvent event) {
            block(AuditRows.inBucket(event.bucket()));
            if (event instanceof BucketCreated created) {
                ByteWriter value = new ByteWriter();
                value.sized(Bytes.utf8(created.name().value()));
                value.sized(Bytes.utf8(created.owner()));
                changes.put(Table.AUDIT, AuditRows.bucket(event.bucket()), value.toArray());
                put(AuditRows.named(created.name().value(), event.bucket()));
            }
        }
    }
}
