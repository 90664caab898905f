package dev.varve.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.projections.snapshot.Snapshots;
import dev.varve.server.FeedsForTests;
import dev.varve.server.api.ApiHandler;
import dev.varve.server.api.Endpoints;
import dev.varve.server.api.Told;
import dev.varve.server.api.events.AuditResource;
import dev.varve.server.api.events.CursorsResource;
import dev.varve.server.api.events.EventsResource;
import dev.varve.server.api.events.Stays;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.feed.Cursors;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.FeedSettings;
import dev.varve.server.feed.Followers;
import dev.varve.server.http.FakeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Readers of events, and the audit, once the journal was trimmed.
class TrimmedFeedTest {
    private static final BucketName BUCKET = new BucketName("papers");
    private final SettableClock clock = new SettableClock();

    @TempDir Path home;

    private RealStore open() {
        SnapshotSettings settings =
                new SnapshotSettings(
                        Duration.ZERO, 0, 2, Optional.of(Duration.ofHours(6)), Duration.ofDays(7));
        return new RealStore(
                RealStore.small(home.resolve("data"), clock, FakeVolume.withoutSyncs())
                        .journal(new VarveConfig.JournalSettings(72_000, 20, 64 << 10, settings)));
    }

    private static void put(RealStore real, int from, int to) {
        for (int i = from; i < to; i++) {
            ObjectKey key = ObjectKey.of("paper/" + i);
            real.store()
                    .put(PutRequest.of(BUCKET, key, Body.of(("" + i).getBytes(UTF_8))))
                    .orThrow();
        }
    }

    private void fill(RealStore real) {
        real.store()
                .buckets()
                .create(BUCKET, BucketSettings.DEFAULT.withHistoryWindow(Duration.ofHours(2)))
                .orThrow();
        put(real, 0, 100);
        clock.advance(Duration.ofDays(1));
        real.varve().snapshots().take(Snapshots.Watcher.NONE);
        put(real, 100, 130);
        real.varve().snapshots().take(Snapshots.Watcher.NONE);
        put(real, 130, 140);
    }

    private static Position trim(RealStore real) throws InterruptedException {
        real.varve().audit().await(real.varve().position(), Duration.ofSeconds(20));
        return real.varve().snapshots().trim().oldest();
    }

    /// As an operator.
    private static final class Door {
        private final ApiHandler handler;

        Door(RealStore real) {
            Varve varve = real.varve();
            Feed feed = FeedsForTests.of(varve);
            Cursors cursors = new Cursors(varve.consumers(), 10);
            Principal operator = new Principal("root", "root", true, Optional.empty());
            Stays stays =
                    new Stays(
                            varve.accessKeys(Provenance.SYSTEM)::find,
                            java.time.InstantSource.system());
            handler =
                    new ApiHandler(
                            varve,
                            _ -> new Authenticated(operator, new Payload.Unsigned(), false),
                            new Endpoints(
                                    List.of(
                                            new EventsResource(
                                                    feed,
                                                    new Followers(FeedSettings.DEFAULT),
                                                    stays,
                                                    cursors),
                                            new CursorsResource(
                                                    feed,
                                                    cursors,
                                                    java.time.InstantSource.system()),
                                            new AuditResource(
                                                    feed, FeedsForTests.trail(varve, feed)))));
        }

        Told get(String target) {
            return Told.read(handler.handle(FakeRequest.builder("GET", target).build()));
        }

        Told post(String target, String body) {
            return Told.read(
                    handler.handle(
                            FakeRequest.builder("POST", target)
                                    .body(body.getBytes(UTF_8))
                                    .build()));
        }
    }

    @Test
    void placeThatIsGoneIsToldWithTheOldestThatIsThere() throws Exception {
        try (RealStore real = open()) {
            fill(real);
            Position oldest = trim(real);
            assertThat(oldest.value()).isPositive();
            Door door = new Door(real);

            Told told = door.get("/v1/events?after=0").refused(410, "EventsTrimmed");
            assertThat(told.text("/details/oldest")).isEqualTo(oldest.toString());
            assertThat(door.get("/v1/events?after=start&type=*").text("/events/0/position"))
                    .isEqualTo(oldest.toString());
            Told last = door.get("/v1/events?after=" + (oldest.value() - 1)).is(200);
            assertThat(last.text("/oldest")).isEqualTo(oldest.toString());
        }
    }

    @Test
    void auditSaysFromWhereOnItKnowsAlsoWhenItsViewIsMadeAnew() throws Exception {
        Position oldest;
        try (RealStore real = open()) {
            fill(real);
            oldest = trim(real);
            Told told = new Door(real).get("/v1/buckets/papers/explain/paper/139").is(200);
            assertThat(told.text("/begins")).isEqualTo(oldest.toString());
            assertThat(told.text("/complete")).isEqualTo("false");
        }
        delete(home.resolve("data/view/audit"));
        try (RealStore real = open()) {
            Told told = new Door(real).get("/v1/audit?bucket=papers&limit=1000").is(200);
            assertThat(told.text("/begins")).isEqualTo(oldest.toString());
            assertThat(told.json().at("/events")).isNotEmpty();
            assertThat(told.text("/events/0/object/key")).isEqualTo("paper/139");
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void cursorHoldsTheJournalUntilItLetsGo() throws Exception {
        try (RealStore real = open()) {
            Door door = new Door(real);
            door.post("/v1/cursors", "{\"name\":\"slow\",\"from\":\"start\"}").is(201);
            fill(real);

            assertThat(trim(real)).isEqualTo(Position.FIRST);
            door.post("/v1/cursors/slow/ack", "{\"position\":" + real.varve().position() + "}")
                    .is(200);
            assertThat(trim(real).value()).isPositive();
        }
    }
}
