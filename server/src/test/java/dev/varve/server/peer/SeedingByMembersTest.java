package dev.varve.server.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.FormatLevels;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Keeps;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Member;
import dev.varve.replication.ship.ChainEnd;
import dev.varve.replication.ship.JournalSource;
import dev.varve.replication.ship.SmallBlobs;
import dev.varve.server.store.Ack;
import dev.varve.server.store.Body;
import dev.varve.server.store.Newcomer;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Seed;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whether a new node begins with a snapshot, by what members say of their journals.
@Timeout(120)
class SeedingByMembersTest {
    private static final NodeId OTHER = new NodeId(77);
    private static final byte[] TOKEN = "a token that both know".getBytes(UTF_8);
    private static final BucketName BUCKET = new BucketName("papers");

    @TempDir private Path home;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger offers = new AtomicInteger();
    private HttpServer server;
    private byte[] file = {};
    private ClusterId cluster;
    private Origin source;
    private Bytes shared;
    private SortedMap<Integer, Bytes> keys = new TreeMap<>();
    private ChainEnd end;

    /// What a member says when it is asked for the first time, the second, and so on; null for a release
    /// that knows no such thing.
    private IntFunction<Optional<SeedOffer>> offer = _ -> Optional.empty();

    private Optional<SeedOffer> others = Optional.empty();

    private static VarveConfig config(Path data) {
        return VarveConfig.at(data).space(0, 0);
    }

    @BeforeEach
    void start() throws IOException {
        try (Varve varve = Varve.open(config(home.resolve("a")))) {
            varve.store().buckets().create(BUCKET).orThrow();
            varve.store()
                    .put(PutRequest.of(BUCKET, ObjectKey.of("k"), Body.of("k".getBytes(UTF_8))))
                    .orThrow();
            Path taken = varve.snapshots().take(Snapshots.Watcher.NONE).file();
            file = Files.readAllBytes(taken);
            cluster = varve.journal().cluster();
            source = varve.journal().origin();
            shared = varve.clusterKeys().sealed(TOKEN);
            keys = varve.clusterKeys().signingKeys();
            JournalSource journal =
                    new JournalSource(
                            varve.journal(),
                            varve.clusterKeys().signer(),
                            SmallBlobs.of(varve.blobs()),
                            FormatLevels.READ);
            end = journal.endAt(varve.snapshots().list().getFirst().position());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.close();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange asked) throws IOException {
        try (asked) {
            String path = asked.getRequestURI().getPath();
            boolean other = asked.getRequestHeaders().getFirst("host").startsWith("localhost");
            if (path.endsWith(PeerPaths.IDENTITY)) {
                give(
                        asked,
                        new PeerIdentity(cluster, source, FormatLevels.READ, 1).bytes().toArray());
            } else if (path.endsWith(PeerPaths.SEED)) {
                Optional<SeedOffer> said = other ? others : offer.apply(offers.getAndIncrement());
                if (said.isPresent()) {
                    give(asked, said.get().bytes().toArray());
                } else {
                    asked.sendResponseHeaders(404, -1);
                }
            } else if (path.contains(PeerPaths.SNAPSHOTS)) {
                give(asked, file);
            } else {
                asked.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void give(HttpExchange asked, byte[] body) throws IOException {
        asked.sendResponseHeaders(200, body.length);
        asked.getResponseBody().write(body);
    }

    private SeedOffer offer(long oldest) {
        return new SeedOffer(
                new Position(oldest),
                oldest > 0,
                Optional.of(new SeedOffer.Snapshot(file.length, end)));
    }

    private static Member member(
            NodeId node, String name, String url, SortedMap<Integer, Bytes> keys) {
        return new Member(node, name, List.of(url), keys, Member.Role.WRITER, 1, "", Keeps.ALL);
    }

    private void join() throws IOException {
        Newcomer newcomer = Newcomer.at(config(home.resolve("b"))).orElseThrow();
        ClusterLayout layout =
                new ClusterLayout(
                        1,
                        ClusterLayout.Mode.REPLICATED,
                        List.of(
                                member(source.node(), "a", url().toString(), keys),
                                member(
                                        OTHER,
                                        "o",
                                        "http://localhost:" + url().getPort(),
                                        new TreeMap<>()),
                                member(
                                        newcomer.node(),
                                        "b",
                                        "http://b.example.com",
                                        new TreeMap<>())),
                        0,
                        List.of(),
                        null,
                        ClusterLayout.NotOwner.FORWARD,
                        ClusterLayout.ReadOnly.FORWARD);
        JoinRequest.Welcome welcome =
                new JoinRequest.Welcome(cluster, shared, LayoutCodec.write(layout));
        PeerSettings settings =
                new PeerSettings(
                        "b",
                        "http://b.example.com",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false,
                        0,
                        8,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(15),
                        Duration.ofDays(1),
                        Ack.LOCAL);
        try (HttpClient http = PeerClient.http().build()) {
            newcomer.join(
                    cluster,
                    welcome.layout(),
                    shared,
                    TOKEN,
                    new Seeding(http, url(), newcomer.node(), settings, welcome));
        }
    }

    private void assertBeginsWithNothing() throws IOException {
        join();
        assertThat(Seed.of(home.resolve("b"))).isEmpty();
        assertThat(home.resolve("b/snapshots")).doesNotExist();
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::join)
                .isInstanceOfAny(IOException.class, IllegalArgumentException.class)
                .hasMessageContaining(why);
        assertThat(Newcomer.at(config(home.resolve("b")))).as("it is still to join").isPresent();
    }

    private void assertSeeded() throws IOException {
        join();
        assertThat(Seed.of(home.resolve("b"))).contains(new Seed(source, end.position()));
        try (Varve varve = Varve.open(config(home.resolve("b")))) {
            assertThat(varve.store().buckets().list("", "", 10)).hasSize(1);
            assertThat(varve.imports().of(source).orElseThrow().root()).isEqualTo(end.root());
        }
    }

    @Test
    void beginsWithNothingWhereJournalsAreWhole() throws IOException {
        offer = _ -> Optional.of(offer(0));
        assertBeginsWithNothing();
    }

    @Test
    void beginsWithNothingAtMembersThatKnowNoSnapshotsToBeginWith() throws IOException {
        assertBeginsWithNothing();
    }

    @Test
    void beginsWithASnapshotWhereTheMembersOwnJournalWasTrimmed() throws IOException {
        offer = _ -> Optional.of(offer(1));
        assertSeeded();
    }

    @Test
    void refusesWhatReachesNotToTheJournalOfAnotherMember() {
        offer = _ -> Optional.of(offer(0));
        others = Optional.of(new SeedOffer(new Position(1), true, Optional.empty()));
        assertRefused("and its journal begins with 1");
    }

    @Test
    void isNotHeldUpByAnotherMemberWhoseJournalIsWhole() throws IOException {
        offer = _ -> Optional.of(offer(1));
        others = Optional.of(new SeedOffer(Position.FIRST, false, Optional.empty()));
        assertSeeded();
    }

    @Test
    void saysThatASnapshotIsToBeTaken() {
        offer = _ -> Optional.of(new SeedOffer(new Position(3), true, Optional.empty()));
        assertRefused("take one there with 'varve snapshot create'");
    }

    /// It was trimmed while the snapshot was on its way.
    @Test
    void beginsAnewWhereTheSnapshotIsOlderThanTheTrim() throws IOException {
        long later = end.position().value() + 2;
        offer = at -> Optional.of(offer(at == 2 ? later : 1));
        assertSeeded();
        assertThat(offers.get()).as("one before, two of each try").isEqualTo(5);
    }

    @Test
    void givesUpWhereTheSnapshotIsAlwaysOlderThanTheTrim() {
        offer = _ -> Optional.of(offer(end.position().value() + 2));
        assertRefused("trimmed faster than its snapshot comes");
    }

    @Test
    void refusesWhatIsOfATimeToCome() {
        HybridTime ahead = HybridTime.endOf(Instant.now().plus(Duration.ofHours(2)));
        end = new ChainEnd(end.position(), end.root(), ahead, end.keyId(), end.signature());
        offer = _ -> Optional.of(offer(1));
        assertRefused("too far ahead");
    }

    @Test
    void refusesWhatAnotherKeySigned() {
        keys = new TreeMap<>();
        offer = _ -> Optional.of(offer(1));
        assertThatThrownBy(this::join)
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("signed with a key");
        assertThat(Newcomer.at(config(home.resolve("b")))).isPresent();
    }
}
