package dev.varve.log.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.JournalWriter;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.EventEncoder;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.log.seal.Journals;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody who can rewrite files and checksums, but has no key.
class JournalVerifierTest {
    private static final int VICTIM = 4;

    @TempDir Path directory;

    private JournalVerifier.Report verify() {
        return new JournalVerifier(directory).verify();
    }

    @Test
    void provesASoundJournal() {
        JournalKit.fill(directory, 90);
        List<Recorded> seen = new ArrayList<>();
        List<Long> progress = new ArrayList<>();
        JournalVerifier.Report report =
                new JournalVerifier(directory)
                        .pin(Journals.SIGNER.keyId(), Journals.SIGNER.publicKey())
                        .verify((done, total) -> progress.add(done * 100 / total), seen::add);
        assertThat(report.problems()).isEmpty();
        assertThat(report.events()).isEqualTo(seen.size()).isGreaterThan(90);
        assertThat(report.last()).isEqualTo(seen.getLast().position());
        assertThat(report.checkpoints()).isGreaterThan(9);
        assertThat(report.segments()).isGreaterThan(3);
        assertThat(report.signed()).isGreaterThan(new Position(80));
        assertThat(report.torn()).isEmpty();
        assertThat(progress).isSorted().endsWith(100L);
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory).readOnly())) {
            assertThat(JournalKit.readAll(journal)).isEqualTo(seen);
        }
    }

    @Test
    void changesNothing() throws IOException {
        JournalKit.fill(directory, 30);
        Path copy = directory.resolveSibling(directory.getFileName() + "-copy");
        JournalKit.copy(directory, copy);
        verify();
        for (Path path : Survey.paths(copy)) {
            assertThat(directory.resolve(path.getFileName())).hasSameBinaryContentAs(path);
        }
        JournalKit.delete(copy);
    }

    @Test
    void findsAPayloadThatWasReplaced() throws IOException {
        tamper(record -> rewrite(record, record.recorded().envelope(), payload(4711)));
        assertThat(verify().problems())
                .anyMatch(each -> each.what().contains("not the one that was committed to"));
    }

    @Test
    void findsAnEnvelopeThatWasReplaced() throws IOException {
        tamper(record -> {
            Envelope was = record.envelope();
            Envelope now = with(was, new HybridTime(was.time().packed() + 1), was.commitment());
            return rewrite(record, now, record.payload());
        });
        assertThat(verify().problems())
                .anyMatch(each -> each.what().contains("signs another chain"));
    }

    @Test
    void findsAnEventReplacedWithItsCommitment() throws IOException {
        tamper(record -> {
            Hash256 commitment = new Chain().commitment(record.nonce(), payload(4711));
            Envelope was = record.envelope();
            return rewrite(record, with(was, was.time(), commitment), payload(4711));
        });
        assertThat(verify().problems())
                .isNotEmpty()
                .anyMatch(each -> each.what().contains("signs another chain"));
        assertThat(verify().problems().getFirst().file()).contains("F.cq4");
    }

    @Test
    void findsAKeyThatIsNotThePinnedOne() {
        JournalKit.fill(directory, 30);
        Bytes other = Ed25519Signer.generate().publicKey();
        JournalVerifier.Report report =
                new JournalVerifier(directory).pin(Journals.SIGNER.keyId(), other).verify();
        assertThat(report.problems())
                .anyMatch(each -> each.what().contains("another key"))
                .anyMatch(each -> each.what().contains("wrong signature"));
        assertThat(report.signed()).isEqualTo(Position.NONE);
    }

    @Test
    void saysWhatWasTornWithoutCallingItAProblem() throws IOException {
        Path killed = directory.resolve("killed");
        JournalKit.fillAndKill(directory.resolve("live"), killed, 30);
        Path last = Survey.paths(killed).getLast();
        Position end = verifyAt(killed).last();
        long torn = Damage.endOf(last);
        try (RandomAccessFile raw = new RandomAccessFile(last.toFile(), "rw")) {
            raw.seek(torn);
            raw.write(new byte[] {0, 1, 0, (byte) 0x80, 5, 6, 7, 8});
        }
        JournalVerifier.Report report = verifyAt(killed);
        assertThat(report.problems()).isEmpty();
        assertThat(report.last()).isEqualTo(end);
        assertThat(report.torn().orElseThrow().offset()).isEqualTo(torn);
    }

    private static JournalVerifier.Report verifyAt(Path path) {
        return new JournalVerifier(path).verify();
    }

    private static byte[] payload(int n) {
        ByteWriter out = new ByteWriter();
        EventEncoder.write(out, JournalKit.event(n));
        return out.toArray();
    }

    private static byte[] rewrite(RecordView record, Envelope envelope, byte[] payload) {
        return RecordEncoder.record(RecordEncoder.header(envelope), record.nonce(), payload);
    }

    private static Envelope with(Envelope was, HybridTime time, Hash256 commitment) {
        return new Envelope(
                was.formatVersion(),
                was.cluster(),
                was.origin(),
                was.epoch(),
                was.position(),
                time,
                was.wall(),
                was.durableBefore(),
                was.provenance(),
                was.payloadType(),
                was.payloadVersion(),
                commitment,
                was.extensions());
    }

    /// Replaces a record by one of the same length with a right checksum.
    private void tamper(Forgery forgery) throws IOException {
        try (ChronicleJournal journal = JournalKit.open(JournalKit.options(directory))) {
            JournalWriter.Batch batch = journal.claim().begin();
            for (int n = 1000; n < 1030; n++) {
                batch.add(JournalKit.event(n), Provenance.SYSTEM);
            }
            batch.checkpoint();
            batch.commit();
        }
        Path file = Survey.paths(directory).getFirst();
        try (FrameReader frames = new FrameReader(file);
                RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i <= VICTIM; i++) {
                frames.next();
            }
            RecordView record = frames.record();
            assertThat(record.recorded().event()).isInstanceOf(Event.ObjectDeleted.class);
            byte[] forged = forgery.forge(record);
            assertThat(forged).hasSize(record.length());
            raw.seek(frames.offset() + 4);
            raw.write(forged);
        }
    }

    private interface Forgery {
        byte[] forge(RecordView record);
    }
}
