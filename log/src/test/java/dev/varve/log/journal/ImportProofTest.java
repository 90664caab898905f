package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Event;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.EventEncoder;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.BatchBuilder;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImportProofTest {
    private static final ClusterId CLUSTER = new ClusterId(new UUID(1, 2));
    private static final Origin PEER = new Origin(new NodeId(7), 1);
    private final Ed25519Signer signer = Ed25519Signer.of(1, Ed25519Signer.generate());
    private final BatchBuilder peer =
            new BatchBuilder(
                    new JournalIdentity(CLUSTER, PEER),
                    JournalHead.EMPTY,
                    signer,
                    InstantSource.system(),
                    new Random(1));
    private final ImportProof proof = new ImportProof();
    private final List<String> problems = new ArrayList<>();

    private List<RecordView> records(Event... events) {
        int before = peer.records().size();
        for (Event event : events) {
            peer.add(event, Provenance.SYSTEM);
        }
        return peer.records().stream()
                .skip(before)
                .map(record -> RecordView.at(record.bytes(), 0))
                .toList();
    }

    private Frame frame(List<RecordView> records) {
        Hash256 root = peer.head().chain();
        return new Frame(PEER, records, root, signer.keyId(), signer.signFrame(root));
    }

    private static Event deleted(long bucket) {
        return new Event.BucketDeleted(new BucketId(bucket));
    }

    private Event started() {
        return new Event.Started("test", 1, signer.keyId(), signer.publicKey());
    }

    private List<String> take(EventsImported event) {
        problems.clear();
        proof.take(CLUSTER, event, problems::add);
        return List.copyOf(problems);
    }

    @Test
    void provesWhatFollowsAndIsSigned() {
        assertThat(take(frame(records(started(), deleted(1))).imported())).isEmpty();
        List<RecordView> thin = new ArrayList<>(records(deleted(2), deleted(3)));
        thin.set(0, RecordView.at(RecordEncoder.withheld(thin.getFirst().header()), 0));
        assertThat(take(frame(thin).imported())).isEmpty();
        assertThat(take(frame(records(deleted(4))).imported())).isEmpty();
    }

    @Test
    void findsAGap() {
        take(frame(records(started())).imported());
        records(deleted(1));
        assertThat(take(frame(records(deleted(2))).imported()))
                .containsExactly(
                        "of " + PEER + " event 2 follows event 0",
                        "of " + PEER + " the chain is another one than was signed");
    }

    @Test
    void findsAPayloadThatWasReplaced() {
        List<RecordView> records = new ArrayList<>(records(started(), deleted(1)));
        ByteWriter payload = new ByteWriter();
        EventEncoder.write(payload, deleted(2));
        RecordView victim = records.get(1);
        byte[] forged = RecordEncoder.record(victim.header(), victim.nonce(), payload.toArray());
        records.set(1, RecordView.at(forged, 0));
        assertThat(take(frame(records).imported()))
                .anyMatch(each -> each.contains("event 1 has another payload"));
    }

    @Test
    void findsAWrongSignature() {
        take(frame(records(started())).imported());
        Frame right = frame(records(deleted(1)));
        Frame forged =
                new Frame(PEER, right.records(), right.root(), signer.keyId(), Bytes.hex("00"));
        assertThat(take(forged.imported()))
                .containsExactly("of " + PEER + " the signature is wrong");
    }

    @Test
    void findsThatItNamesOtherEvents() {
        EventsImported right = frame(records(started(), deleted(1))).imported();
        EventsImported other =
                new EventsImported(
                        PEER, Position.FIRST, Position.FIRST, right.newest(), right.frame());
        assertThat(take(other))
                .containsExactly("of " + PEER + " it names other events than it has");
        EventsImported none =
                new EventsImported(
                        PEER, right.first(), right.last(), right.newest(), Bytes.hex("c0ffee"));
        assertThat(take(none)).singleElement().asString().contains("cannot be read");
    }
}
