package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Frame;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.objects.Story;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportsTest {
    private static final Origin PEER = OtherNode.ORIGIN;

    @TempDir private Path data;
    private OtherNode peer = new OtherNode();

    @Test
    void whatAPeerDidIsSeenHere() {
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            Frame frame = peer.frame(OtherNode.created(1, "theirs"), OtherNode.created(2, "more"));
            assertThat(varve.imports().take(frame).isDone()).isTrue();
            assertThat(varve.imports().of(PEER))
                    .contains(new Peer(PEER, new Position(1), frame.root(), peer.head().time()));
            assertThat(varve.store().buckets().find(new BucketName("theirs")).isPresent()).isTrue();
        }
        try (Varve again = Varve.open(VarveConfig.at(data))) {
            assertThat(again.imports().of(PEER).map(Peer::position)).contains(new Position(1));
        }
    }

    @Test
    void takesEachEventOnce() {
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            Frame first = peer.frame(OtherNode.created(1, "theirs"));
            varve.imports().take(first).orThrow();
            Position before = varve.position();
            assertThat(varve.imports().take(first).orThrow()).isEqualTo(Position.NONE);
            assertThat(varve.position()).isEqualTo(before);
        }
    }

    @Test
    void refusesWhatDoesNotFollow() {
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            peer.frame(OtherNode.created(1, "theirs"));
            Frame second = peer.frame(OtherNode.created(2, "more"));
            assertThat(varve.imports().take(second).isDone()).isFalse();
            assertThat(varve.imports().of(PEER)).isEmpty();
        }
    }

    /// What is written after something was seen comes later, whatever the clocks say.
    @Test
    void laterEventsHaveLaterTimes() {
        peer = new OtherNode(() -> Instant.now().plus(Duration.ofMinutes(10)));
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            varve.imports().take(peer.frame(OtherNode.created(1, "theirs"))).orThrow();
            varve.store().buckets().create(new BucketName("mine")).orThrow();
            try (var cursor = varve.journal().read(varve.position())) {
                var mine = java.util.Objects.requireNonNull(cursor.next());
                assertThat(mine.envelope().time()).isGreaterThan(peer.head().time());
            }
        }
    }

    /// Positions are this node's, and so is the time that one stands for.
    @Test
    void aPositionStandsForAllThatWasHereByThen() {
        peer = new OtherNode(() -> Instant.now().minus(Duration.ofHours(1)));
        ObjectKey key = ObjectKey.of("k");
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            varve.store().buckets().create(new BucketName("mine")).orThrow();
            Event put = new Event.ObjectPut(new BucketId(7), key, true, Story.state(1, 10));
            Position at = peer.tell(varve, OtherNode.created(7, "theirs"), put);
            ReadRequest request = ReadRequest.of(new BucketName("theirs"), key);
            assertThat(varve.store().head(request.asOf(new AsOf.AtPosition(at))).isDone()).isTrue();
        }
    }

    /// A change of many keys of this node may come after the last look and before the events.
    @Test
    void takesNoFactOverKeysThatALayerOfThisNodeHasYetToChange() {
        BucketId bucket = new BucketId(7);
        Event put = new Event.ObjectPut(bucket, ObjectKey.of("k"), true, Story.state(1, 10));
        try (StoreKit kit = StoreKit.open()) {
            Imports imports = new Imports(kit.core);
            Frame first = peer.frame(OtherNode.created(7, "theirs"), put);
            imports.take(first).orThrow();
            PrefixDelete all = PrefixDelete.everythingIn(new BucketName("theirs"));
            kit.store().deletePrefix(all).orThrow();
            Event.Tally one = new Event.Tally(-1, -10, -1, -10, 1, 10);
            Event.Removal removal = Event.Removal.TOMBSTONE;
            Frame fact = peer.frame(new Event.PrefixDeleted(bucket, Bytes.EMPTY, removal, one));
            List<Recorded> events = List.of(fact.records().getFirst().recorded());
            assertThat(imports.append(fact.imported(), events).await().isDone()).isFalse();
            assertThat(imports.of(PEER).map(Peer::position)).contains(new Position(1));
            imports.take(fact).orThrow();
            assertThat(imports.of(PEER).map(Peer::position)).contains(new Position(2));
        }
    }
}
