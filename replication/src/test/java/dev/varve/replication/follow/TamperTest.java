package dev.varve.replication.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.FormatLevels;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.Ed25519Signer;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Layouts;
import dev.varve.replication.Node;
import dev.varve.replication.Pair;
import dev.varve.replication.TestClock;
import dev.varve.replication.ship.BlobWish;
import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.Request;
import dev.varve.replication.ship.Shipment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever is done to what a peer sends: it is refused for the right reason, nothing changes, and
/// the good stream after it is folded.
class TamperTest {
    private static final int HEADER_AT = 11;
    private static final int CLUSTER_AT = HEADER_AT + 1;
    private static final int NODE_AT = HEADER_AT + 17;
    private static final int POSITION_AT = HEADER_AT + 29;

    private final TestClock clock = new TestClock();
    private final Node source = new Node(1, clock, 1);
    private final Node follower = new Node(2, clock, 2);
    private final FrameVerifier verifier =
            Pair.verifier(clock, Map.of(source.id, source.keys.publicKey()));
    private final Expected own = new Expected.Own(source.id);
    private List<Recorded> before = List.of();

    @BeforeEach
    void knowsABeginning() {
        source.put();
        Pair.exchange(source, follower);
        source.put();
        source.put();
        before = List.copyOf(follower.folded);
    }

    /// The good stream after all that was refused.
    @AfterEach
    void goesOnAfterAGoodStream() {
        assertThat(follower.folded).isEqualTo(before);
        Pair.exchange(source, follower);
        assertThat(follower.known(source.origin()).position()).isEqualTo(source.journal.durable());
    }

    private static List<RawFrame> frames(Node node, Position after) {
        return frames(
                node,
                after.isNone() ? Request.fromTheStart(node.id) : Request.own(node.origin(), after));
    }

    private static List<RawFrame> frames(Node node, Request request) {
        List<RawFrame> frames = new ArrayList<>();
        try (Shipment shipment = node.source.ship(request, BlobWish.NONE)) {
            shipment.next(Duration.ZERO);
            while (shipment.next(Duration.ZERO) instanceof Message.FrameMessage(Bytes frame)) {
                frames.add(RawFrame.of(frame));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return frames;
    }

    private RawFrame good() {
        return frames(source, new Position(1)).getFirst();
    }

    private Reason reasonOf(RawFrame frame) {
        return reasonOf(frame.bytes());
    }

    private Reason reasonOf(Bytes bytes) {
        return switch (verifier.check(bytes, own, follower)) {
            case Verdict.Refused(Reason reason, String what) -> {
                assertThat(what).isNotBlank();
                yield reason;
            }
            case Verdict other -> throw new AssertionError("not refused: " + other);
        };
    }

    @Test
    void believesWhatNobodyTouched() {
        assertThat(verifier.check(good().bytes(), own, follower))
                .isInstanceOfSatisfying(
                        Verdict.Accepted.class,
                        accepted -> {
                            VerifiedFrame frame = accepted.frame();
                            assertThat(frame.first()).isEqualTo(new Position(2));
                            assertThat(frame.events()).hasSize(2);
                            assertThat(frame.needs()).isEmpty();
                        });
    }

    @Test
    void noticesEveryFlippedBitOfAFrame() {
        byte[] good = good().bytes().toArray();
        for (int at = 0; at < good.length; at++) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) (1 << (at % 8));
            assertThat(reasonOf(Bytes.of(flipped))).as("byte " + at).isNotNull();
        }
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThat(reasonOf(Bytes.of(cut))).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void noticesEveryFlippedBitOfARecordWhoseChecksumIsRight() {
        RawFrame good = good();
        int length = good.records().getFirst().length - 4;
        for (int at = 0; at < length; at++) {
            RawFrame flipped = good.change(0, RawFrame.flipAndSum(at));
            assertThat(reasonOf(flipped)).as("byte " + at).isNotNull();
        }
    }

    @Test
    void namesTheReasonForEachKindOfByte() {
        RawFrame good = good();
        byte[] record = good.records().getFirst();
        int nonce = HEADER_AT + (((record[5] & 0xff) << 8) | (record[6] & 0xff));
        assertThat(reasonOf(good.change(0, RawFrame.flip(0)))).isEqualTo(Reason.DAMAGED);
        assertThat(reasonOf(good.change(0, RawFrame.flip(record.length - 1))))
                .isEqualTo(Reason.DAMAGED);
        assertThat(reasonOf(good.change(0, RawFrame.flipAndSum(0)))).isEqualTo(Reason.DAMAGED);
        assertThat(reasonOf(flags(good, 2))).isEqualTo(Reason.FROM_THE_FUTURE);
        assertThat(reasonOf(good.change(0, RawFrame.flipAndSum(HEADER_AT))))
                .isEqualTo(Reason.FROM_THE_FUTURE);
        assertThat(reasonOf(good.change(0, RawFrame.flipAndSum(CLUSTER_AT))))
                .isEqualTo(Reason.OTHER_CLUSTER);
        assertThat(reasonOf(good.change(1, RawFrame.flipAndSum(CLUSTER_AT))))
                .isEqualTo(Reason.OTHER_CLUSTER);
        assertThat(reasonOf(good.change(0, RawFrame.flipAndSum(NODE_AT))))
                .isEqualTo(Reason.OTHER_ORIGIN);
        assertThat(reasonOf(good.change(1, RawFrame.flipAndSum(POSITION_AT + 7))))
                .isEqualTo(Reason.REORDERED);
        assertThat(reasonOf(good.change(0, RawFrame.flipAndSum(nonce))))
                .isEqualTo(Reason.COMMITMENT);
        assertThat(reasonOf(good.change(0, RawFrame.flipAndSum(record.length - 6))))
                .isEqualTo(Reason.COMMITMENT);
        int wall = HEADER_AT + 45;
        assertThat(reasonOf(good.change(0, RawFrame.flipAndSum(wall)))).isEqualTo(Reason.CHAIN);
    }

    private static RawFrame flags(RawFrame frame, int flags) {
        return frame.change(
                0,
                record -> {
                    record[4] = (byte) flags;
                    return RawFrame.summed(record);
                });
    }

    @Test
    void believesNoSignatureButThatOfTheNode() {
        RawFrame good = good();
        Ed25519Signer other = Ed25519Signer.of(3, Ed25519Signer.generate());
        Bytes foreign = other.signFrame(good.root());
        assertThat(reasonOf(good.withSignature(foreign))).isEqualTo(Reason.SIGNATURE);
        assertThat(reasonOf(good.withSignature(Bytes.EMPTY))).isEqualTo(Reason.SIGNATURE);
        Bytes checkpoint = source.signer().sign(good.root());
        assertThat(reasonOf(good.withSignature(checkpoint))).isEqualTo(Reason.SIGNATURE);
        assertThat(reasonOf(good.withKey(4))).isEqualTo(Reason.UNKNOWN_KEY);
        Ed25519Signer later = Ed25519Signer.of(8, source.keys);
        assertThat(reasonOf(good.signed(chain(), later))).isEqualTo(Reason.UNKNOWN_KEY);
    }

    private Hash256 chain() {
        return follower.known(source.origin()).chain();
    }

    @Test
    void believesNoOtherNodeWithAKeyOfItsOwn() {
        Node third = new Node(3, clock, 3);
        third.put();
        FrameVerifier knowsBoth =
                Pair.verifier(
                        clock,
                        Map.of(
                                source.id,
                                source.keys.publicKey(),
                                third.id,
                                third.keys.publicKey()));
        RawFrame frame = frames(third, Position.NONE).getFirst();
        assertThat(knowsBoth.check(frame.bytes(), own, follower))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_NODE));
        RawFrame disguised = frame.withOrigin(source.origin());
        assertThat(reasonOf(disguised)).isEqualTo(Reason.DIFFERS);
        third.put();
        third.put();
        RawFrame later = frames(third, new Position(1)).getFirst().withOrigin(source.origin());
        assertThat(reasonOf(later)).isEqualTo(Reason.OTHER_ORIGIN);
        assertThat(knowsBoth.check(frame.bytes(), new Expected.Own(third.id), follower))
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(
                        knowsBoth.check(
                                frame.bytes(),
                                new Expected.Relayed(new Origin(third.id, 2)),
                                follower))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_ORIGIN));
    }

    @Test
    void believesNoOtherCluster() {
        ClusterId cluster = new ClusterId(new UUID(7, 7));
        Node other = new Node(1, clock, 1, cluster);
        other.put();
        assertThat(reasonOf(frames(other, Position.NONE).getFirst()))
                .isEqualTo(Reason.OTHER_CLUSTER);
    }

    @Test
    void noticesWhatIsDroppedReorderedOrLeftOut() {
        source.put();
        List<byte[]> records = good().records();
        assertThat(records).hasSize(3);
        RawFrame good = good();
        assertThat(reasonOf(good.with(records.subList(1, 3)))).isEqualTo(Reason.GAP);
        assertThat(reasonOf(good.with(List.of(records.get(0), records.get(2)))))
                .isEqualTo(Reason.REORDERED);
        assertThat(reasonOf(good.with(List.of(records.get(1), records.get(0), records.get(2)))))
                .isIn(Reason.GAP, Reason.REORDERED);
        assertThat(reasonOf(good.with(records.subList(0, 2)))).isEqualTo(Reason.CHAIN);
        RawFrame next = frames(source, new Position(3)).getFirst();
        assertThat(reasonOf(next)).isEqualTo(Reason.GAP);
    }

    @Test
    void skipsWhatIsKnownAndTakesTheRestOfAFrame() {
        RawFrame all = frames(source, Position.NONE).getFirst();
        Frame rest =
                ((Verdict.Accepted) verifier.check(all.bytes(), own, follower)).frame().frame();
        assertThat(rest.first()).isEqualTo(new Position(2));
        assertThat(rest.records()).hasSize(2);
        Pair.exchange(source, follower);
        assertThat(verifier.check(all.bytes(), own, follower))
                .isEqualTo(new Verdict.Replayed(new Position(3)));
        assertThat(verifier.check(good().bytes(), own, follower))
                .isEqualTo(new Verdict.Replayed(new Position(3)));
        before = List.copyOf(follower.folded);
    }

    @Test
    void noticesAnOriginThatTellsAnotherStory() {
        Node twin = new Node(1, clock, 77);
        twin.put("another story");
        RawFrame told = frames(twin, Position.NONE).getFirst();
        RawFrame signed = told.signed(Chain.GENESIS, source.signer());
        assertThat(reasonOf(signed)).isEqualTo(Reason.DIFFERS);
        twin.put();
        RawFrame longer = frames(twin, new Position(1)).getFirst();
        Hash256 root = signed.root();
        assertThat(reasonOf(longer.signed(root, source.signer()))).isEqualTo(Reason.CHAIN);
    }

    @Test
    void believesNoOlderIncarnation() {
        List<RawFrame> old = frames(source, new Position(1));
        source.loseFrom(2);
        source.put();
        Pair.exchange(source, follower);
        assertThat(follower.known(source.origin()).position()).isEqualTo(new Position(3));
        before = List.copyOf(follower.folded);
        assertThat(reasonOf(old.getFirst())).isEqualTo(Reason.OLD_INCARNATION);
        Origin first = new Origin(source.id, 1);
        assertThat(verifier.check(old.getFirst().bytes(), new Expected.Relayed(first), follower))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void takesANewIncarnationOnlyWhereItContinuesAnEarlierOne() {
        Pair.exchange(source, follower);
        before = List.copyOf(follower.folded);
        Origin old = source.origin();
        source.loseFrom(2);
        source.put();
        RawFrame begun = frames(source, Request.own(old, new Position(3))).getFirst();
        assertThat(begun.records()).hasSize(2);
        RawFrame late = begun.with(begun.records().subList(1, 2));
        assertThat(reasonOf(late)).isEqualTo(Reason.CHAIN);
        Node twin = new Node(1, clock, 5);
        twin.put("another story");
        twin.loseFrom(2);
        twin.put();
        RawFrame other = frames(twin, Request.own(old, new Position(3))).getFirst();
        Hash256 root = twin.chainAfter(old, new Position(1)).orElseThrow();
        assertThat(reasonOf(other.signed(root, source.signer()))).isEqualTo(Reason.CHAIN);
    }

    @Test
    void takesPayloadsThatAreWithheldFromImportsOnly() {
        byte[] record = good().records().getFirst();
        byte[] thin = RecordEncoder.withheld(RecordView.of(record, 0, record.length).header());
        RawFrame frame = good();
        assertThat(reasonOf(frame.with(List.of(thin, frame.records().getLast()))))
                .isEqualTo(Reason.WITHHELD);
        Node third = new Node(3, clock, 3);
        third.put();
        Frame nested = Frame.read(frames(third, Position.NONE).getFirst().bytes());
        source.add(
                new Event.EventsImported(
                        third.origin(),
                        nested.first(),
                        nested.last(),
                        nested.records().getLast().envelope().time(),
                        nested.bytes()));
        source.put();
        try (var cursor = source.journal.read(new Position(4))) {
            byte[] whole = Objects.requireNonNull(cursor.nextRecord());
            List<byte[]> records = new ArrayList<>(frame.records());
            records.add(whole);
            assertThat(reasonOf(frame.with(records).signed(chain(), source.signer())))
                    .isEqualTo(Reason.WITHHELD);
        }
        Pair.exchange(third, follower);
        before = List.copyOf(follower.folded);
    }

    @Test
    void holdsWhatIsOfATimeToCome() {
        TestClock ahead = new TestClock();
        ahead.moveBy(FrameVerifier.AHEAD.plusSeconds(1));
        Node fast = new Node(9, ahead, 9);
        fast.put();
        FrameVerifier knows = Pair.verifier(clock, Map.of(fast.id, fast.keys.publicKey()));
        RawFrame frame = frames(fast, Position.NONE).getFirst();
        Verdict verdict = knows.check(frame.bytes(), new Expected.Own(fast.id), follower);
        assertThat(verdict).isEqualTo(new Verdict.Held(clock.instant().plusSeconds(1)));
        clock.moveBy(Duration.ofSeconds(1));
        assertThat(knows.check(frame.bytes(), new Expected.Own(fast.id), follower))
                .isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void takesNoMoreThanTheLimit() {
        assertThat(reasonOf(Bytes.of(new byte[Frame.MAX_LENGTH + 1]))).isEqualTo(Reason.TOO_LARGE);
        for (int i = 0; i < 3; i++) {
            source.add(changed(LayoutCodec.write(Layouts.large(200))));
        }
        List<byte[]> records = new ArrayList<>();
        frames(source, new Position(1)).forEach(frame -> records.addAll(frame.records()));
        RawFrame whole = good().with(records).signed(chain(), source.signer());
        assertThat(reasonOf(whole)).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void takesNoLayoutThatItCannotRead() {
        byte[] layout = LayoutCodec.write(Layouts.sample()).toArray();
        assertThat(reasonOfLayout(Bytes.of(Arrays.copyOf(layout, layout.length - 1))))
                .isEqualTo(Reason.DAMAGED);
        layout[0] = 99;
        assertThat(reasonOfLayout(Bytes.of(layout))).isEqualTo(Reason.FROM_THE_FUTURE);
    }

    @Test
    void stopsWhereFormsBeginThatItDoesNotRead() {
        assertThat(reasonOf(new Event.FormatLevelRaised(FormatLevels.READ + 1)))
                .isEqualTo(Reason.FROM_THE_FUTURE);
    }

    private static Event changed(Bytes layout) {
        return new Event.ClusterChanged(1, List.of(), layout);
    }

    private Reason reasonOfLayout(Bytes layout) {
        return reasonOf(changed(layout));
    }

    /// Of one that nobody else follows.
    private Reason reasonOf(Event event) {
        Node other = new Node(9, clock, 9);
        other.add(event);
        FrameVerifier knows = Pair.verifier(clock, Map.of(other.id, other.keys.publicKey()));
        RawFrame frame = frames(other, Position.NONE).getFirst();
        Verdict verdict = knows.check(frame.bytes(), new Expected.Own(other.id), follower);
        return ((Verdict.Refused) verdict).reason();
    }

    @Test
    void stopsAtEventsThatItDoesNotKnow() {
        RawFrame good = good();
        int type = typeAt(good.records().getFirst());
        RawFrame unknown =
                good.change(
                        0,
                        record -> {
                            record[type] = 127;
                            return RawFrame.summed(record);
                        });
        assertThat(reasonOf(unknown.signed(chain(), source.signer())))
                .isEqualTo(Reason.FROM_THE_FUTURE);
    }

    /// Behind wall time, epoch, durable position, and the empty names of who did it.
    private static int typeAt(byte[] record) {
        for (int at = HEADER_AT + 45; at < record.length; at++) {
            if (record[at] == 16 && record[at + 1] == 1) {
                return at;
            }
        }
        throw new AssertionError("no type");
    }
}
