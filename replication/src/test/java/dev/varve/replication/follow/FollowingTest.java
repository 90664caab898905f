package dev.varve.replication.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Journal;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.replication.Node;
import dev.varve.replication.Pair;
import dev.varve.replication.TestClock;
import dev.varve.replication.ship.BlobWish;
import dev.varve.replication.ship.BrokenStream;
import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.Promise;
import dev.varve.replication.ship.Request;
import dev.varve.replication.ship.Shipment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FollowingTest {
    private static final FollowLimits LIMITS = FollowLimits.DEFAULT;
    private final TestClock clock = new TestClock();
    private final Map<NodeId, Bytes> keys = new HashMap<>();
    private final Node a = node(1);
    private final Node b = node(2);
    private final Node c = node(3);

    private Node node(long id) {
        Node node = new Node(id, clock, id);
        keys.put(node.id, node.keys.publicKey());
        return node;
    }

    private Following following(Node peer, Node follower) {
        return Pair.following(peer, follower, clock, keys);
    }

    private static FollowState stateOf(Following following) {
        return following.status().state();
    }

    private static Message.Hello hello(Node node) {
        return new Message.Hello(
                Node.CLUSTER, node.origin(), 1, node.journal.durable(), node.source.promise());
    }

    private void putMany(int many) {
        IntStream.range(0, many).forEach(_ -> a.put());
    }

    @Test
    void foldsWhatThePeerHasAndTellsHowFarItIs() {
        Recorded put = a.put();
        Following following = following(a, b);
        assertThat(following.status().origin()).isEmpty();
        assertThat(Pair.run(following, a)).isTrue();
        FollowStatus status = following.status();
        assertThat(status.origin()).contains(a.origin());
        assertThat(status.folded()).isEqualTo(put.position());
        assertThat(status.lagPositions()).isZero();
        assertThat(status.lag()).contains(Duration.ZERO);
        assertThat(status.counters().events()).isEqualTo(2);
        assertThat(status.counters().frames()).isEqualTo(1);
        assertThat(status.counters().blobs()).isEqualTo(1);
        assertThat(status.counters().bytes()).isPositive();
        assertThat(b.blobs).isEqualTo(a.blobs);
        assertThat(b.held()).isZero();
    }

    /// What `a` has, each event in a frame of its own.
    private List<Message> oneByOne(Node peer) throws InterruptedException {
        List<Message> messages = new ArrayList<>();
        try (Shipment shipment = peer.source.ship(Request.fromTheStart(peer.id), BlobWish.ALL)) {
            messages.add(shipment.next(Duration.ZERO));
            for (int i = 0; i < 3; i++) {
                peer.put();
                Message next = shipment.next(Duration.ZERO);
                while (!(next instanceof Message.Heartbeat)) {
                    messages.add(next);
                    next = shipment.next(Duration.ZERO);
                }
            }
        }
        return messages;
    }

    @Test
    void looksAtTheNextFrameWhileOneIsOnItsWay() throws InterruptedException {
        Following following = following(a, b);
        following.next();
        for (Message message : oneByOne(a)) {
            assertThat(following.take(message, true)).isTrue();
        }
        Position before = b.known(a.origin()).position();
        assertThat(a.journal.durable().isAfter(before)).isTrue();
        assertThat(b.held()).isEqualTo(1);
        assertThat(b.blobs).isEqualTo(a.blobs);
        assertThat(following.take(new Message.Heartbeat(a.source.promise()))).isTrue();
        assertThat(b.known(a.origin()).position()).isEqualTo(a.journal.durable());
        assertThat(b.held()).isZero();
        assertThat(following.status().counters().frames()).isEqualTo(3);
        assertThat(following.status().folded()).isEqualTo(a.journal.durable());
    }

    @Test
    void whatIsOnItsWayIsFoldedWhenTheStreamBreaks() throws InterruptedException {
        List<Message> messages = oneByOne(a);
        Following following = following(a, b);
        following.next();
        messages.forEach(message -> following.take(message, true));
        following.failed(new IOException("cut"));
        assertThat(b.known(a.origin()).position()).isEqualTo(a.journal.durable());
        assertThat(stateOf(following)).isEqualTo(new FollowState.Unreachable("cut"));
        assertThat(b.held()).isZero();
    }

    @Test
    void foldsNothingBehindAFrameThatIsRefused() throws InterruptedException {
        List<Message> messages = oneByOne(a);
        Following following = following(a, b);
        following.next();
        messages.subList(0, messages.size() - 2).forEach(each -> following.take(each, true));
        b.refuses = true;
        boolean goesOn = true;
        for (Message message : messages.subList(messages.size() - 2, messages.size())) {
            goesOn = following.take(message, true);
        }
        assertThat(goesOn).isFalse();
        assertThat(stateOf(following))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NOT_FOLDED));
        assertThat(following.status().counters().refused()).isEqualTo(1);
        assertThat(b.held()).isZero();
        b.refuses = false;
        clock.moveBy(LIMITS.refusedRetry());
        assertThat(Pair.run(following, a)).isTrue();
        assertThat(b.known(a.origin()).position()).isEqualTo(a.journal.durable());
    }

    @Test
    void tellsHowFarItIsBehind() {
        a.put();
        Pair.run(following(a, b), a);
        clock.moveBy(Duration.ofSeconds(90));
        putMany(2);
        Following following = following(a, b);
        following.next();
        following.take(hello(a));
        assertThat(following.status().lagPositions()).isEqualTo(2);
        assertThat(following.status().lag()).contains(Duration.ofSeconds(90));
    }

    @Test
    void waitsForWhatCameBeforeAndThenAsksThePeerForIt() {
        a.put();
        Pair.exchange(a, b);
        b.put();
        Following following = following(b, c);
        assertThat(Pair.run(following, b)).isTrue();
        assertThat(stateOf(following))
                .isEqualTo(new FollowState.Waiting(a.origin(), new Position(1), false));
        assertThat(c.known(b.origin()).position()).isEqualTo(Position.FIRST);
        assertThat(following.next()).isEqualTo(new Step.Wait(LIMITS.look()));
        clock.moveBy(LIMITS.relayAfter());
        assertThat(Pair.run(following, b)).isTrue();
        assertThat(c.known(a.origin()).position()).isEqualTo(new Position(1));
        assertThat(Pair.run(following, b)).isTrue();
        assertThat(c.known(b.origin()).position()).isEqualTo(b.journal.durable());
        assertThat(stateOf(following)).isInstanceOf(FollowState.Idle.class);
    }

    @Test
    void needsNoRelayWhenTheOriginItselfCameFirst() {
        a.put();
        Pair.exchange(a, b);
        b.put();
        Following following = following(b, c);
        Pair.run(following, b);
        Pair.exchange(a, c);
        assertThat(Pair.run(following, b)).isTrue();
        assertThat(c.known(b.origin()).position()).isEqualTo(b.journal.durable());
        assertThat(c.blobs).containsAllEntriesOf(b.blobs);
    }

    @Test
    void asksNobodyElseWhileTheOriginItselfComesOn() throws InterruptedException {
        a.put();
        Pair.exchange(a, c);
        List<Bytes> one = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Position before = a.put().position();
            one.add(frameAfter(a, before.value() - 1));
        }
        Pair.exchange(a, b);
        b.put();
        Following following = following(b, c);
        Pair.run(following, b);
        assertThat(stateOf(following)).isInstanceOf(FollowState.Waiting.class);
        for (int i = 0; i < 4; i++) {
            assertThat(following.next()).isEqualTo(new Step.Wait(LIMITS.look()));
            clock.moveBy(LIMITS.relayAfter().minusMillis(1));
            assertThat(following.next()).isEqualTo(new Step.Wait(LIMITS.look()));
            Expected own = new Expected.Own(a.id);
            Verdict verdict = Pair.verifier(clock, keys).check(one.get(i), own, c);
            c.begin(((Verdict.Accepted) verdict).frame()).await();
        }
        assertThat(following.next()).isEqualTo(new Step.Wait(LIMITS.look()));
        clock.moveBy(LIMITS.relayAfter());
        assertThat(following.next()).isInstanceOf(Step.Ask.class);
    }

    private static Bytes frameAfter(Node node, long position) throws InterruptedException {
        Request request = Request.own(node.origin(), new Position(position));
        try (Shipment shipment = node.source.ship(request, BlobWish.NONE)) {
            shipment.next(Duration.ZERO);
            return ((Message.FrameMessage) shipment.next(Duration.ZERO)).frame();
        }
    }

    @Test
    void asksForWhatCameBeforeWhatItAskedFor() {
        Node d = node(4);
        a.put();
        Pair.exchange(a, b);
        b.put();
        Pair.exchange(a, c);
        Pair.exchange(b, c);
        c.put();
        Following following = following(c, d);
        for (int i = 0; i < 10; i++) {
            Pair.run(following, c);
            clock.moveBy(LIMITS.relayAfter());
        }
        assertThat(d.known(c.origin()).position()).isEqualTo(c.journal.durable());
        assertThat(d.known(b.origin()).position()).isEqualTo(b.journal.durable());
        assertThat(d.known(a.origin()).position()).isEqualTo(a.journal.durable());
        List<Origin> order =
                d.folded.stream()
                        .filter(each -> each.event() instanceof Event.ObjectPut)
                        .map(each -> each.envelope().origin())
                        .toList();
        assertThat(order).containsExactly(a.origin(), b.origin(), c.origin());
    }

    @Test
    void givesUpOnARelayThatHasNothingAndTriesAgainLater() {
        a.put();
        Pair.exchange(a, b);
        b.put();
        Following following = following(b, c);
        Pair.run(following, b);
        clock.moveBy(LIMITS.relayAfter());
        assertThat(following.next()).isInstanceOf(Step.Ask.class);
        assertThat(following.take(hello(b))).isTrue();
        assertThat(following.take(new Message.End(Message.Why.NOT_HERE))).isFalse();
        assertThat(following.next()).isEqualTo(new Step.Wait(LIMITS.look()));
        assertThat(following.status().counters().failed()).isEqualTo(1);
        clock.moveBy(LIMITS.lastRetry());
        assertThat(following.next()).isInstanceOf(Step.Ask.class);
    }

    @Test
    void waitsLongerAfterEachFailure() {
        Following following = following(a, b);
        Duration before = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            assertThat(following.next()).isInstanceOf(Step.Ask.class);
            following.failed(new IOException("connection refused"));
            assertThat(stateOf(following))
                    .isEqualTo(new FollowState.Unreachable("connection refused"));
            assertThat(following.next()).isInstanceOf(Step.Wait.class);
            Duration waited = Duration.ZERO;
            while (following.next() instanceof Step.Wait(Duration time)) {
                assertThat(time).isBetween(Duration.ofNanos(1), Duration.ofSeconds(1));
                clock.moveBy(time);
                waited = waited.plus(time);
            }
            assertThat(waited).isBetween(before, LIMITS.lastRetry());
            before = i < 5 ? waited : Duration.ZERO;
            following.failed(new IOException("connection refused"));
            clock.moveBy(LIMITS.lastRetry());
        }
        Pair.run(following, a);
        assertThat(following.status().tries()).isZero();
    }

    @Test
    void waitsNoLongerWhereTheClockIsSetBack() {
        Following following = following(a, b);
        following.next();
        following.failed(new IOException("connection refused"));
        assertThat(following.next()).isInstanceOf(Step.Wait.class);
        clock.moveBy(Duration.ofMinutes(-10));
        assertThat(following.next()).isInstanceOf(Step.Wait.class);
        clock.moveBy(LIMITS.firstRetry());
        assertThat(following.next()).isInstanceOf(Step.Ask.class);
    }

    @Test
    void refusesAndTriesAgainWithoutHavingChangedAnything() {
        Following following = following(a, b);
        following.next();
        assertThat(following.take(new Message.Heartbeat(Promise.NONE))).isFalse();
        assertThat(stateOf(following))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.PROTOCOL));
        assertThat(following.next()).isInstanceOf(Step.Wait.class);
        clock.moveBy(LIMITS.refusedRetry());
        following.next();
        following.failed(new BrokenStream(BrokenStream.Fault.CHECKSUM, "wrong"));
        assertThat(stateOf(following))
                .isEqualTo(new FollowState.Refused(Reason.BROKEN_STREAM, "wrong"));
        following.wake();
        following.next();
        assertThat(following.take(hello(c))).isFalse();
        assertThat(stateOf(following))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.OTHER_NODE));
        assertThat(following.status().counters().refused()).isEqualTo(3);
        following.wake();
        assertThat(Pair.run(following, a)).isTrue();
        assertThat(b.known(a.origin()).isNothing()).isFalse();
    }

    @Test
    void storesNoBytesThatAreNotTheBlobs() {
        BlobId blob = a.blob("right");
        a.add(a.event(blob));
        a.blobs.put(blob, Bytes.utf8("wrong"));
        Following following = following(a, b);
        Pair.run(following, a);
        assertThat(stateOf(following))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BLOB));
        assertThat(b.blobs).isEmpty();
        assertThat(b.known(a.origin()).isNothing()).isTrue();
        a.blobs.put(blob, Bytes.utf8("right"));
        clock.moveBy(LIMITS.refusedRetry());
        Pair.run(following, a);
        assertThat(b.blobs).isEqualTo(a.blobs);
    }

    @Test
    void foldsEventsWhoseBytesFindNoRoom() {
        a.put();
        b.isFull = true;
        Pair.run(following(a, b), a);
        assertThat(b.known(a.origin()).position()).isEqualTo(a.journal.durable());
        assertThat(b.blobs).isEmpty();
    }

    @Test
    void storesNoBlobThatNoEventNames() {
        Following following = following(a, b);
        following.next();
        following.take(hello(a));
        BlobId stray = a.blob("stray");
        assertThat(following.take(new Message.BlobMessage(stray, Bytes.utf8("stray")))).isTrue();
        following.ended();
        a.put();
        clock.moveBy(LIMITS.look());
        Pair.run(following, a);
        assertThat(b.blobs).hasSize(1).doesNotContainKey(stray);
    }

    @Test
    void takesNoMoreBlobsBeforeAFrameThanTheLimit() {
        Following following = following(a, b);
        following.next();
        following.take(hello(a));
        boolean goesOn = true;
        int count = 0;
        while (goesOn && count < 2_000) {
            BlobId blob = a.blob("blob " + count++);
            goesOn = following.take(new Message.BlobMessage(blob, Bytes.utf8("x")));
        }
        assertThat(count).isEqualTo(1_001);
        assertThat(stateOf(following))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void holdsAPeerWhoseClockIsAhead() {
        TestClock ahead = new TestClock();
        ahead.moveBy(FrameVerifier.AHEAD.plusSeconds(5));
        Node fast = new Node(9, ahead, 9);
        keys.put(fast.id, fast.keys.publicKey());
        Following following = following(fast, b);
        Pair.run(following, fast);
        assertThat(stateOf(following))
                .isEqualTo(new FollowState.Held(clock.instant().plusSeconds(5)));
        assertThat(following.next()).isInstanceOf(Step.Wait.class);
        clock.moveBy(Duration.ofSeconds(5));
        Pair.run(following, fast);
        assertThat(b.known(fast.origin()).isNothing()).isFalse();
    }

    @Test
    void saysThatOnlyASnapshotHelps() {
        putMany(40);
        a.journal.truncateBefore(
                new Position(30), new Journal.Coverage("snapshot", new Position(35)));
        Following following = following(a, b);
        Pair.run(following, a);
        assertThat(stateOf(following)).isEqualTo(new FollowState.Trimmed(a.journal.oldest()));
        assertThat(following.next()).isInstanceOf(Step.Wait.class);
    }

    @Test
    void pausesAtTheNextMessageAndGoesOn() {
        a.put();
        Following following = following(a, b);
        following.next();
        following.take(hello(a));
        following.pause();
        assertThat(following.take(new Message.Heartbeat(a.source.promise()))).isFalse();
        assertThat(following.next()).isInstanceOf(Step.Wait.class);
        assertThat(stateOf(following)).isEqualTo(new FollowState.Paused());
        following.resume();
        Pair.run(following, a);
        assertThat(b.known(a.origin()).position()).isEqualTo(a.journal.durable());
    }

    @Test
    void goesOnWithAPeerThatWasBornAgain() {
        putMany(2);
        Origin old = a.origin();
        Following following = following(a, b);
        Pair.run(following, a);
        a.loseFrom(2);
        a.put();
        clock.moveBy(LIMITS.look());
        Pair.run(following, a);
        assertThat(b.known(old).position()).isEqualTo(new Position(2));
        assertThat(b.known(a.origin()).position()).isEqualTo(a.journal.durable());
    }

    @Test
    void takesNoEventsOfItsOwnFromOthers() {
        putMany(5);
        Pair.exchange(a, b);
        b.put();
        a.loseFrom(1, 1);
        Following back = following(a, b);
        Pair.run(back, a);
        assertThat(stateOf(back))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.what()).contains("knows less"));
        Following following = following(b, a);
        Pair.run(following, b);
        assertThat(stateOf(following))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.DIFFERS));
        putMany(5); // what it writes now is something else
        back.wake();
        Pair.run(back, a);
        assertThat(stateOf(back))
                .isInstanceOfSatisfying(
                        FollowState.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.CHAIN));
    }

    @Test
    void takesBackWhatItLostFromWhoHasIt() {
        a.put();
        Recorded lost = a.put();
        Pair.exchange(a, b);
        Origin old = a.origin();
        b.put();
        a.loseFrom(2);
        Following following = following(b, a);
        for (int i = 0; i < 4; i++) {
            Pair.run(following, b);
            clock.moveBy(LIMITS.relayAfter());
        }
        assertThat(a.known(old).position()).isEqualTo(lost.position());
        assertThat(a.folded).contains(lost);
        assertThat(a.known(b.origin()).position()).isEqualTo(b.journal.durable());
    }
}
