package dev.varve.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.objects.Version;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.replication.LayoutCodec;
import dev.varve.server.consumers.Status.State;
import dev.varve.server.sql.SqlDoor;
import dev.varve.server.sql.SqlSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that begins with the snapshot of another: what it believes, and what becomes of it.
class SeedRoomTest {
    private static final BucketName BUCKET = new BucketName("papers");
    private static final byte[] SECRET = "a token that both know".getBytes(UTF_8);
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private final SettableClock clock = new SettableClock();
    private final SettableClock behind = new SettableClock();

    @TempDir Path home;

    private Path file;
    private ClusterId cluster;
    private Origin source;
    private Bytes shared;
    private SharedState state;
    private Instant middle = Instant.EPOCH;
    private Version past;
    private IntFunction<Optional<Bytes>> keys = _ -> Optional.empty();

    /// The clock of the source is ahead of that of the new node.
    @BeforeEach
    void takeASnapshot() throws IOException {
        clock.advance(AHEAD);
        try (RealStore real = new RealStore(home.resolve("a"), clock)) {
            real.store().buckets().create(BUCKET, BucketSettings.DEFAULT).orThrow();
            for (int i = 0; i < 30; i++) {
                put(real, i);
            }
            middle = clock.instant();
            clock.advance(Duration.ofSeconds(1));
            past = real.store().head(ReadRequest.of(BUCKET, ObjectKey.of("p3"))).orThrow();
            for (int i = 0; i < 10; i++) {
                put(real, i);
            }
            Path taken = real.varve().snapshots().take(Snapshots.Watcher.NONE).file();
            file = Files.copy(taken, home.resolve("sent"));
            cluster = real.varve().journal().cluster();
            source = real.varve().journal().origin();
            shared = real.varve().clusterKeys().sealed(SECRET);
            var open = real.varve().clusterKeys().signingKeys();
            keys = id -> Optional.ofNullable(open.get(id));
            state = real.varve().layouts(Provenance.SYSTEM).shared();
        }
    }

    private static HybridTime put(RealStore real, int i) {
        byte[] body = ("paper " + i).getBytes(UTF_8);
        return real.store()
                .put(PutRequest.of(BUCKET, ObjectKey.of("p" + i), Body.of(body)))
                .orThrow()
                .version()
                .stamp()
                .time();
    }

    private VarveConfig config() {
        return RealStore.small(home.resolve("b"), behind, FakeVolume.withoutSyncs());
    }

    private List<Peer> reached(SnapshotHeader header) {
        return List.of(
                new Peer(
                        header.origin(),
                        header.position(),
                        Hash256.ZERO,
                        HybridTime.endOf(clock.instant())));
    }

    private void join() {
        join(file, new JournalIdentity(cluster, source), keys);
    }

    private void join(Path sent, JournalIdentity member, IntFunction<Optional<Bytes>> known) {
        Newcomer newcomer = Newcomer.at(config()).orElseThrow();
        Bytes layout =
                LayoutCodec.write(
                        SampleLayouts.replicated(
                                1,
                                SampleLayouts.writer("a", source.node()),
                                SampleLayouts.writer("b", newcomer.node())));
        try {
            newcomer.join(
                    cluster,
                    layout,
                    shared,
                    SECRET,
                    (room, key) -> {
                        assertThat(key).as("the cluster's key").isPresent();
                        Files.copy(sent, room.incoming());
                        room.keep(new SeedRoom.Source(member, known), this::reached);
                    });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private RealStore open() {
        return new RealStore(config());
    }

    /// One that has heard of the layout that it is part of, so that it takes changes.
    private RealStore openJoined() {
        RealStore real = open();
        NodeId self = real.varve().journal().origin().node();
        Bytes layout =
                LayoutCodec.write(
                        SampleLayouts.replicated(
                                1,
                                SampleLayouts.writer("a", source.node()),
                                SampleLayouts.writer("b", self)));
        new OtherNode(cluster, new Origin(new NodeId(88), 1), clock)
                .tell(
                        real.varve(),
                        new Event.ClusterChanged(1, List.of(source.node(), self), layout));
        return real;
    }

    private static SharedState shared(RealStore real) {
        return real.varve().layouts(Provenance.SYSTEM).shared();
    }

    private void assertNothingHappened() {
        assertThat(Newcomer.at(config())).as("it is still to join").isPresent();
        assertThat(home.resolve("b/journal")).doesNotExist();
    }

    @Test
    void beginsWithWhatTheOtherHad() {
        join();
        assertThat(Seed.of(home.resolve("b"))).contains(new Seed(source, state.position()));
        assertThat(home.resolve("b/seeding")).doesNotExist();
        try (RealStore real = open()) {
            assertThat(shared(real).digest()).isEqualTo(state.digest());
            assertThat(real.varve().journal().oldest()).isEqualTo(Position.FIRST);
            assertThat(real.varve().imports().of(source).orElseThrow().position())
                    .isEqualTo(state.position());
        }
    }

    /// By time as there; positions are those of its own journal.
    @Test
    void thePastIsAsFarAsTheOtherHadIt() {
        join();
        ReadRequest last = ReadRequest.of(BUCKET, ObjectKey.of("p3"));
        ReadRequest then = last.asOf(new AsOf.At(middle));
        ReadRequest there = last.asOf(new AsOf.AtPosition(state.position()));
        try (RealStore real = open()) {
            assertThat(real.store().head(then).orThrow()).isEqualTo(past);
            assertThat(real.store().head(last).orThrow().id()).isNotEqualTo(past.id());
            assertThat(real.store().head(there))
                    .isInstanceOfSatisfying(
                            Outcome.Refused.class,
                            refused ->
                                    assertThat(refused.refusal().reason())
                                            .isEqualTo(Refusal.Reason.INVALID_ARGUMENT));
        }
    }

    @Test
    void whatItWritesIsLaterThanWhatItBeganWith() {
        join();
        try (RealStore real = openJoined()) {
            assertThat(behind.instant()).isBefore(clock.instant());
            assertThat(put(real, 3)).isGreaterThan(HybridTime.endOf(clock.instant()));
            real.reopen();
            assertThat(put(real, 4)).isGreaterThan(HybridTime.endOf(clock.instant()));
        }
    }

    @Test
    void itsViewComesBackTheSame() {
        join();
        SharedState before;
        try (RealStore real = openJoined()) {
            put(real, 100);
            before = shared(real);
            RebuildBeside.Rebuilt rebuilt = real.varve().snapshots().rebuild((_, _) -> {});
            assertThat(rebuilt.events()).isEqualTo(rebuilt.position().value() + 1);
        }
        ViewFiles.delete(home.resolve("b/view"));
        try (RealStore real = open()) {
            assertThat(shared(real).digest()).isEqualTo(before.digest());
            put(real, 101);
            real.varve().snapshots().take(Snapshots.Watcher.NONE);
            put(real, 102);
            real.varve().snapshots().take(Snapshots.Watcher.NONE);
            before = shared(real);
            assertThat(real.varve().snapshots().list())
                    .as("the one that it began with went like any other")
                    .noneMatch(each -> each.position().isNone());
            real.varve().snapshots().rebuild((_, _) -> {});
        }
        ViewFiles.delete(home.resolve("b/view"));
        try (RealStore real = open()) {
            assertThat(shared(real).digest()).isEqualTo(before.digest());
        }
    }

    @Test
    void doesNotOpenWithoutViewAndSnapshot() {
        join();
        open().close();
        ViewFiles.delete(home.resolve("b/snapshots"));
        open().close();
        ViewFiles.delete(home.resolve("b/view"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.Failed.class)
                    .hasMessageContaining("the object view is missing")
                    .hasMessageContaining("goes on from what " + source.node())
                    .hasMessageContaining("there is no snapshot");
        }
    }

    @Test
    void believesNoByteThatIsNotAsItWasWritten() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += Math.max(1, bytes.length / 60)) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 4;
            Path other = Files.write(home.resolve("flipped"), flipped);
            assertThatThrownBy(() -> join(other, new JournalIdentity(cluster, source), keys))
                    .as("byte %d", at)
                    .isInstanceOfAny(
                            StoreException.Corrupt.class, StoreException.FromTheFuture.class);
            assertNothingHappened();
        }
    }

    @Test
    void believesNoPartOfOne() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, bytes.length / 2, bytes.length - 1}) {
            Path part = Files.write(home.resolve("part"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> join(part, new JournalIdentity(cluster, source), keys))
                    .isInstanceOf(StoreException.Corrupt.class);
            assertNothingHappened();
        }
    }

    @Test
    void believesNoOtherClusterNodeOrKey() {
        JournalIdentity elsewhere = new JournalIdentity(new ClusterId(new UUID(1, 2)), source);
        JournalIdentity another = new JournalIdentity(cluster, new Origin(new NodeId(77), 1));
        for (JournalIdentity member : List.of(elsewhere, another)) {
            assertThatThrownBy(() -> join(file, member, keys))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining("another store");
        }
        assertThatThrownBy(() ->
                        join(file, new JournalIdentity(cluster, source), _ -> Optional.empty()))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("signed with a key");
        assertNothingHappened();
        join();
        open().close();
    }

    @Test
    void aStoreIsNeverSeeded() {
        open().close();
        assertThat(Newcomer.at(config())).isEmpty();
    }

    @Test
    void tablesOfWhatCameLaterAreNotMade() {
        join();
        SqlSettings settings =
                new SqlSettings(true, Duration.ofSeconds(5), 1000, 1 << 20, 1 << 20, 1);
        try (RealStore real = openJoined();
                SqlDoor door =
                        SqlDoor.open(settings, home.resolve("b"), real.varve().consumers(), 0)) {
            put(real, 5);
            assertThat(door.settings()).isEqualTo(settings);
            await().untilAsserted(() ->
                    assertThat(real.varve().consumers().find("sql").orElseThrow().status().state())
                            .isEqualTo(State.LAPSED));
        }
    }
}
