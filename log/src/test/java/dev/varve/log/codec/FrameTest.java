package dev.varve.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.log.seal.BatchBuilder;
import dev.varve.log.seal.CheckpointVerifier;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.Journals;
import dev.varve.log.seal.SealedRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Ed25519Signer SIGNER = Ed25519Signer.of(4, Ed25519Signer.generate());
    private static final Origin ORIGIN = Journals.IDENTITY.origin();
    private final BatchBuilder batch =
            new BatchBuilder(
                    Journals.IDENTITY,
                    JournalHead.EMPTY,
                    SIGNER,
                    InstantSource.system(),
                    new Random(1));

    @Test
    void givesBackWhatWasPutIn() {
        Frame frame = frame(samples());
        Frame read = Frame.read(frame.bytes());
        assertThat(read.origin()).isEqualTo(ORIGIN);
        assertThat(read.first()).isEqualTo(Position.FIRST);
        assertThat(read.last()).isEqualTo(new Position(batch.records().size() - 1));
        assertThat(read.root()).isEqualTo(batch.head().chain());
        assertThat(read.records().stream().map(RecordView::recorded))
                .containsExactlyElementsOf(
                        batch.records().stream().map(SealedRecord::recorded).toList());
        assertThat(
                        CheckpointVerifier.verifyFrame(
                                SIGNER.publicKey(), read.root(), read.signature()))
                .isTrue();
    }

    @Test
    void aSignatureOfAFrameIsNoneOfACheckpoint() {
        Frame frame = frame(List.of(new Event.FormatLevelRaised(2)));
        assertThat(CheckpointVerifier.verify(SIGNER.publicKey(), frame.root(), frame.signature()))
                .isFalse();
    }

    @Test
    void aHeaderAloneTellsWhatWasTakenOver() {
        Origin other = new Origin(new NodeId(77), 2);
        Bytes carried = frame(List.of(new Event.FormatLevelRaised(2))).bytes();
        Event.EventsImported imported =
                new Event.EventsImported(
                        other, Position.FIRST, new Position(9), batch.head().time(), carried);
        batch.add(imported, Provenance.SYSTEM);
        SealedRecord whole = batch.records().getLast();
        RecordView view = RecordView.at(whole.bytes(), 0);
        RecordView thin = RecordView.at(RecordEncoder.withheld(view.header()), 0);
        assertThat(thin.isWithheld()).isTrue();
        assertThat(thin.header()).isEqualTo(view.header());
        assertThat(Extensions.imported(thin.envelope()))
                .contains(new Extensions.Imported(other, new Position(9)));
        assertThat(thin.recorded().event())
                .isEqualTo(new Event.PayloadWithheld(EventType.EVENTS_IMPORTED.number(), 1));
        assertThatThrownBy(thin::payload).isInstanceOf(IllegalStateException.class);
        assertThat(Frame.read(frame(List.of(thin), batch).bytes()).records().getFirst().recorded())
                .isEqualTo(thin.recorded());
    }

    @Test
    void noFlippedByteIsReadAsAnotherFrame() {
        byte[] good = frame(samples()).bytes().toArray();
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            try {
                Frame read = Frame.read(Bytes.of(bad));
                assertThat(read.records().stream().map(RecordView::recorded))
                        .as("the records were found whole, byte %s", at)
                        .containsExactlyElementsOf(
                                batch.records().stream().map(SealedRecord::recorded).toList());
            } catch (IllegalArgumentException | StoreException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void refusesWhatIsNoFrame() {
        byte[] good = frame(samples()).bytes().toArray();
        assertThatThrownBy(() -> Frame.read(Bytes.of(new byte[Frame.MAX_LENGTH + 1])))
                .isInstanceOf(IllegalArgumentException.class);
        good[0] = 9;
        assertThatThrownBy(() -> Frame.read(Bytes.of(good)))
                .isInstanceOf(StoreException.FromTheFuture.class);
    }

    private static List<Event> samples() {
        List<Event> events = new ArrayList<>();
        for (EventType type : EventType.values()) {
            events.add(EventSamples.of(type));
        }
        return events;
    }

    private Frame frame(List<Event> events) {
        events.forEach(event -> batch.add(event, Provenance.SYSTEM));
        List<RecordView> views =
                batch.records().stream().map(record -> RecordView.at(record.bytes(), 0)).toList();
        return frame(views, batch);
    }

    private static Frame frame(List<RecordView> views, BatchBuilder batch) {
        return new Frame(
                ORIGIN,
                views,
                batch.head().chain(),
                SIGNER.keyId(),
                SIGNER.signFrame(batch.head().chain()));
    }
}
