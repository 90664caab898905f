package dev.varve.replication.ship;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Journal;
import dev.varve.log.JournalWriter;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.ChronicleJournal;
import dev.varve.log.journal.JournalOptions;
import dev.varve.log.journal.JournalServices;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointVerifier;
import dev.varve.log.seal.Journals;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The journal on disk as a source, through many small segments.
class SegmentedSourceTest {
    private static final int EVENTS = 120;
    @TempDir Path directory;

    private ChronicleJournal open() {
        JournalOptions options =
                JournalOptions.of(directory)
                        .withCheckpointEvery(10)
                        .withSegmentBytes(70_000)
                        .withPreallocate(64 << 10);
        JournalServices services =
                new JournalServices(
                        new LocalDisk(),
                        InstantSource.system(),
                        new Random(1),
                        Journals.SIGNER,
                        "test");
        return ChronicleJournal.open(options, Journals.IDENTITY, services);
    }

    private static void fill(Journal journal) {
        JournalWriter writer = journal.claim();
        for (int n = 0; n < EVENTS; n += 3) {
            JournalWriter.Batch batch = writer.begin();
            for (int i = n; i < n + 3; i++) {
                batch.add(
                        new Event.ObjectDeleted(new BucketId(1), ObjectKey.of("key/" + i)),
                        Provenance.SYSTEM);
            }
            batch.commit();
        }
    }

    private static List<Message> ship(Journal journal, Request request) throws Exception {
        JournalSource source = new JournalSource(journal, Journals.SIGNER, SmallBlobs.NONE, 1);
        List<Message> all = new ArrayList<>();
        try (Shipment shipment = source.ship(request, BlobWish.ALL)) {
            Message next;
            do {
                next = shipment.next(Duration.ZERO);
                all.add(next);
            } while (next instanceof Message.Hello || next instanceof Message.FrameMessage);
        }
        return all;
    }

    private static Frame frame(List<Message> messages) {
        return Frame.read(((Message.FrameMessage) messages.get(1)).frame());
    }

    private static Request after(Journal journal, long position) {
        return Request.own(journal.origin(), new Position(position));
    }

    @Test
    void shipsTheSameChainFromEveryPosition() throws Exception {
        try (ChronicleJournal journal = open()) {
            fill(journal);
            assertThat(journal.segments()).hasSizeGreaterThan(3);
            Frame whole = frame(ship(journal, Request.own(journal.origin(), Position.NONE)));
            assertThat(whole.first()).isEqualTo(Position.FIRST);
            Hash256 chain = Chain.GENESIS;
            for (RecordView record : whole.records()) {
                chain = new Chain().next(chain, record.header());
            }
            assertThat(whole.root()).isEqualTo(chain);
            assertThat(
                            CheckpointVerifier.verifyFrame(
                                    Journals.KEYS.publicKey(), whole.root(), whole.signature()))
                    .isTrue();
            for (long known = 0; known < whole.last().value(); known++) {
                Frame rest = frame(ship(journal, after(journal, known)));
                assertThat(rest.first()).isEqualTo(new Position(known + 1));
                assertThat(rest.root()).isEqualTo(whole.root());
            }
        }
    }

    @Test
    void goesOnFromATrimAndAfterAReopen() throws Exception {
        Frame whole;
        Position oldest;
        try (ChronicleJournal journal = open()) {
            fill(journal);
            whole = frame(ship(journal, Request.own(journal.origin(), Position.NONE)));
            journal.truncateBefore(
                    new Position(60), new Journal.Coverage("snapshot", new Position(60)));
            oldest = journal.oldest();
            assertThat(oldest).isGreaterThan(Position.FIRST);
        }
        try (ChronicleJournal journal = open()) {
            long before = oldest.value() - 1;
            assertThat(frame(ship(journal, after(journal, before))).root()).isEqualTo(whole.root());
            assertThat(ship(journal, after(journal, before - 1)).getLast())
                    .isEqualTo(new Message.Trimmed(oldest));
            assertThat(ship(journal, Request.fromTheStart(journal.origin().node())).getLast())
                    .isEqualTo(new Message.Trimmed(oldest));
        }
    }
}
