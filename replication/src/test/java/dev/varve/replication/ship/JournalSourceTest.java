package dev.varve.replication.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Journal;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointVerifier;
import dev.varve.replication.Node;
import dev.varve.replication.Pair;
import dev.varve.replication.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalSourceTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final TestClock clock = new TestClock();
    private final Node a = new Node(1, clock, 1);
    private final Node b = new Node(2, clock, 2);

    private static List<Message> all(Node node, Request request) {
        return all(node, request, BlobWish.ALL);
    }

    private static List<Message> all(Node node, Request request, BlobWish wish) {
        List<Message> all = new ArrayList<>();
        try (Shipment shipment = node.source.ship(request, wish)) {
            Message message;
            do {
                message = shipment.next(Duration.ZERO);
                all.add(message);
            } while (message instanceof Message.Hello
                    || message instanceof Message.BlobMessage
                    || message instanceof Message.FrameMessage);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    private static List<Frame> frames(List<Message> messages) {
        return messages.stream()
                .filter(Message.FrameMessage.class::isInstance)
                .map(message -> Frame.read(((Message.FrameMessage) message).frame()))
                .toList();
    }

    private static Request after(Node node, long position) {
        return Request.own(node.origin(), new Position(position));
    }

    @Test
    void saysWhoItIsThenGivesAllAndThenThatThereIsNoMore() {
        Recorded put = a.put();
        List<Message> messages = all(a, Request.fromTheStart(a.id));
        assertThat(messages.getFirst())
                .isEqualTo(
                        new Message.Hello(
                                Node.CLUSTER,
                                a.origin(),
                                1,
                                new Position(1),
                                new Promise(put.envelope().time(), put.position())));
        assertThat(messages.get(1)).isInstanceOf(Message.BlobMessage.class);
        assertThat(messages.getLast()).isInstanceOf(Message.Heartbeat.class);
        Frame frame = frames(messages).getFirst();
        assertThat(frame.records().getLast().recorded()).isEqualTo(put);
        assertThat(
                        CheckpointVerifier.verifyFrame(
                                a.keys.publicKey(), frame.root(), frame.signature()))
                .isTrue();
    }

    @Test
    void signsTheChainWhereverItBegins() {
        for (int i = 0; i < 95; i++) {
            a.put();
        }
        Frame whole = frames(all(a, Request.fromTheStart(a.id))).getFirst();
        Hash256 chain = Chain.GENESIS;
        for (RecordView record : whole.records()) {
            // one that remembers no earlier shipment
            JournalSource source = new JournalSource(a.journal, a.signer(), SmallBlobs.NONE, 1);
            assertThat(new ChainPoints(a.journal).before(record.position())).isEqualTo(chain);
            chain = new Chain().next(chain, record.header());
            assertThat(source.promise()).isEqualTo(a.source.promise());
        }
        assertThat(whole.root()).isEqualTo(chain);
        for (long from = 0; from < whole.last().value(); from += 7) {
            Frame rest = frames(all(a, after(a, from))).getFirst();
            assertThat(rest.first()).isEqualTo(new Position(from + 1));
            assertThat(rest.root()).isEqualTo(whole.root());
        }
    }

    @Test
    void keepsFramesWithinTheirLimits() {
        for (int i = 0; i < 2_500; i++) {
            a.put();
        }
        a.add(new Event.ClusterChanged(1, List.of(), Bytes.of(new byte[400 << 10])));
        a.put();
        List<Frame> frames = frames(all(a, Request.fromTheStart(a.id), BlobWish.NONE));
        Position next = Position.FIRST;
        for (Frame frame : frames) {
            assertThat(frame.first()).isEqualTo(next);
            next = frame.last().next();
            int bytes = frame.records().stream().mapToInt(RecordView::length).sum();
            assertThat(bytes <= Frame.MAX_BYTES || frame.records().size() == 1).isTrue();
        }
        assertThat(next).isEqualTo(a.journal.durable().next());
    }

    @Test
    void shipsImportsThinAndBeforeTheEventsThatFollowThem() {
        a.put();
        Pair.exchange(a, b);
        b.put();
        a.put();
        Pair.exchange(a, b);
        b.put();
        List<Frame> frames = frames(all(b, Request.fromTheStart(b.id)));
        assertThat(frames).hasSize(3);
        for (Frame frame : frames) {
            boolean news = false;
            for (RecordView record : frame.records()) {
                boolean isImport = Records.isImport(record.envelope());
                assertThat(record.isWithheld()).isEqualTo(isImport);
                assertThat(isImport && news).isFalse();
                news |= Records.isNews(record.envelope());
            }
            assertThat(Records.isNews(frame.records().getLast().envelope())).isTrue();
        }
    }

    @Test
    void shipsNoImportBeforeThereIsNews() {
        a.put();
        Pair.exchange(a, b);
        Position durable = b.journal.durable();
        Pair.exchange(b, a);
        b.checkpoint();
        for (int i = 0; i < 3; i++) {
            Pair.exchange(a, b);
            Pair.exchange(b, a);
        }
        assertThat(b.journal.durable()).isEqualTo(durable.next());
        assertThat(b.source.promise().position()).isEqualTo(Position.FIRST);
    }

    @Test
    void waitsForNewsAndNotForAnythingElse() throws Exception {
        try (Shipment shipment = a.source.ship(after(a, 0), BlobWish.NONE)) {
            shipment.next(Duration.ZERO);
            assertThat(shipment.next(Duration.ofMillis(5))).isInstanceOf(Message.Heartbeat.class);
            Thread later =
                    Thread.ofVirtual()
                            .start(() -> {
                                a.checkpoint();
                                a.put();
                            });
            assertThat(shipment.next(LONG)).isInstanceOf(Message.FrameMessage.class);
            later.join();
            a.journal.close();
            assertThat(shipment.next(LONG)).isEqualTo(new Message.End(Message.Why.CLOSING));
            assertThat(shipment.next(LONG)).isEqualTo(new Message.End(Message.Why.CLOSING));
        }
    }

    @Test
    void saysWhatIsLeftWhenWhatIsAskedForWasTrimmed() {
        for (int i = 0; i < 40; i++) {
            a.put();
        }
        a.journal.truncateBefore(
                new Position(30), new Journal.Coverage("snapshot", new Position(35)));
        Position oldest = a.journal.oldest();
        assertThat(oldest).isGreaterThan(Position.FIRST);
        assertThat(all(a, Request.fromTheStart(a.id)).getLast())
                .isEqualTo(new Message.Trimmed(oldest));
        assertThat(all(a, after(a, oldest.value() - 2)).getLast())
                .isEqualTo(new Message.Trimmed(oldest));
        Frame first = frames(all(a, after(a, oldest.value() - 1))).getFirst();
        assertThat(first.first()).isEqualTo(oldest);
    }

    @Test
    void saysWhatItsJournalWasAfterAnyEventThatIsFollowedByAllOthers() {
        for (int i = 0; i < 40; i++) {
            a.put();
        }
        List<Frame> whole = frames(all(a, Request.fromTheStart(a.id)));
        assertThat(a.source.endAt(Position.NONE).root()).isEqualTo(Chain.GENESIS);
        assertThat(a.source.endAt(whole.getLast().last()).root()).isEqualTo(whole.getLast().root());
        a.journal.truncateBefore(
                new Position(30), new Journal.Coverage("snapshot", new Position(35)));
        long oldest = a.journal.oldest().value();
        for (long at = oldest - 1; at <= a.journal.durable().value(); at++) {
            ChainEnd end = a.source.endAt(new Position(at));
            List<Frame> next = frames(all(a, after(a, at)));
            assertThat(end.isSignedWith(a.signer().publicKey())).isTrue();
            assertThat(end.position()).isEqualTo(new Position(at));
            if (!next.isEmpty()) {
                RecordView first = next.getFirst().records().getFirst();
                assertThat(first.envelope().time()).isGreaterThan(end.time());
                Hash256 chain = end.root();
                for (RecordView record : next.getFirst().records()) {
                    chain = new Chain().next(chain, record.header());
                }
                assertThat(chain).isEqualTo(next.getFirst().root());
            }
        }
        assertThatThrownBy(() -> a.source.endAt(new Position(oldest - 2)))
                .isInstanceOf(StoreException.Trimmed.class);
    }

    @Test
    void givesWhatOthersSignedOnRequest() {
        a.put();
        Pair.exchange(a, b);
        a.put();
        a.put();
        Pair.exchange(a, b);
        List<Frame> all = frames(all(b, Request.relay(a.origin(), Position.NONE)));
        assertThat(all).hasSize(2);
        assertThat(all.getFirst().first()).isEqualTo(Position.FIRST);
        assertThat(all.getLast().last()).isEqualTo(a.journal.durable());
        List<Frame> rest = frames(all(b, Request.relay(a.origin(), new Position(2))));
        assertThat(rest).hasSize(1);
        assertThat(rest.getFirst().first()).isEqualTo(new Position(3));
        assertThat(rest.getFirst().signature()).isEqualTo(all.getLast().signature());
        assertThat(frames(all(b, Request.relay(a.origin(), new Position(3))))).isEmpty();
    }

    @Test
    void saysWhyItHasNothing() {
        Origin stranger = new Origin(new NodeId(99), 1);
        assertThat(all(a, Request.relay(stranger, Position.NONE)).getLast())
                .isEqualTo(new Message.End(Message.Why.NOT_HERE));
        assertThat(all(a, Request.own(stranger, Position.NONE)).getLast())
                .isEqualTo(new Message.End(Message.Why.NOT_HERE));
        assertThat(all(a, after(a, 5)).getLast()).isEqualTo(new Message.End(Message.Why.AHEAD));
        Origin later = new Origin(a.id, 2);
        assertThat(all(a, Request.own(later, Position.FIRST)).getLast())
                .isEqualTo(new Message.End(Message.Why.AHEAD));
    }

    @Test
    void goesOnWhereANewIncarnationBegan() {
        for (int i = 0; i < 9; i++) {
            a.put();
        }
        Origin before = a.origin();
        a.loseFrom(4);
        a.put();
        for (long known = 3; known < 12; known++) {
            Frame first = frames(all(a, Request.own(before, new Position(known)))).getFirst();
            assertThat(first.first()).isEqualTo(new Position(4));
            assertThat(first.origin()).isEqualTo(a.origin());
        }
        List<Frame> all = frames(all(a, Request.own(before, new Position(1))));
        assertThat(all).extracting(Frame::origin).containsExactly(before, a.origin());
        assertThat(all.getFirst().last()).isEqualTo(new Position(3));
    }

    @Test
    void sendsSmallBlobsThatAreWantedAndHere() {
        BlobId here = a.blob("here");
        BlobId large = a.blob("x".repeat(SmallBlobs.MAX + 1));
        BlobId gone = a.blob("gone");
        a.add(a.event(here));
        a.add(a.event(large));
        a.add(a.event(gone));
        a.add(a.event(here));
        a.blobs.remove(gone);
        a.blobs.remove(large);
        List<Message> messages = all(a, after(a, 0));
        assertThat(messages.stream().filter(Message.BlobMessage.class::isInstance))
                .containsExactly(new Message.BlobMessage(here, Bytes.utf8("here")));
        assertThat(all(a, after(a, 0), BlobWish.NONE))
                .noneMatch(Message.BlobMessage.class::isInstance);
    }

    @Test
    void bringsNoMoreBlobsBeforeAFrameThanTheLimit() {
        for (int i = 0; i < 200; i++) {
            a.put(i + " ".repeat(60_000));
        }
        long bytes = 0;
        for (Message message : all(a, after(a, 0))) {
            if (message instanceof Message.BlobMessage blob) {
                bytes += blob.content().length();
            }
            if (message instanceof Message.FrameMessage) {
                assertThat(bytes).isBetween(Limits.BLOB_BYTES - 65_536, Limits.BLOB_BYTES);
                bytes = 0;
            }
        }
    }
}
