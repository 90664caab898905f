package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ClusterId;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.BatchBuilder;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// Another node of the cluster, which tells what it did in signed frames.
public final class OtherNode {
    public static final Origin ORIGIN = new Origin(new NodeId(0x0badcafeL), 1);
    private static final Provenance BY =
            new Provenance(new Actor("bob"), Provenance.Surface.S3, "10.0.0.7", "THEIRS");

    private final Ed25519Signer signer = Ed25519Signer.of(1, Ed25519Signer.generate());
    private final Origin origin;
    private final BatchBuilder journal;

    public OtherNode() {
        this(InstantSource.system());
    }

    public OtherNode(InstantSource clock) {
        this(new ClusterId(new UUID(1, 2)), clock);
    }

    public OtherNode(ClusterId cluster, InstantSource clock) {
        this(cluster, ORIGIN, clock);
    }

    public OtherNode(ClusterId cluster, Origin origin, InstantSource clock) {
        this.origin = origin;
        this.journal =
                new BatchBuilder(
                        new JournalIdentity(cluster, origin),
                        JournalHead.EMPTY,
                        signer,
                        clock,
                        new Random(1));
    }

    /// How its journal stands.
    public JournalHead head() {
        return journal.head();
    }

    public static Event created(long id, String name) {
        return new Event.BucketCreated(
                new BucketId(id), new BucketName(name), "them", BucketSettings.DEFAULT);
    }

    /// What a journal begins with: the key that frames are signed by.
    public Event started() {
        return new Event.Started("test", 1, signer.keyId(), signer.publicKey());
    }

    /// Events that follow those of the frames before.
    public Frame frame(Event... events) {
        int before = journal.records().size();
        for (Event event : events) {
            journal.add(event, BY);
        }
        List<RecordView> records =
                journal.records().stream()
                        .skip(before)
                        .map(record -> shipped(RecordView.at(record.bytes(), 0)))
                        .toList();
        return new Frame(
                origin, records, head().chain(), signer.keyId(), signer.signFrame(head().chain()));
    }

    /// What it took over from others itself is not shipped again.
    private static RecordView shipped(RecordView record) {
        return record.recorded().event() instanceof Event.EventsImported
                ? RecordView.at(RecordEncoder.withheld(record.header()), 0)
                : record;
    }

    /// Does events there, which come here together.
    public Position tell(Varve varve, Event... events) {
        return varve.imports().take(frame(events)).orThrow();
    }
}
