package dev.varve.server.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.server.api.Told;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PrefixMove;
import dev.varve.server.store.RestoreRequest;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.store.TransactionRequest.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventsResourceTest {
    private static final BucketName PHOTOS = new BucketName("photos");

    @TempDir private Path directory;
    private EventsKit kit;

    @BeforeEach
    void open() {
        kit = new EventsKit(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    /// Of Alice's bucket all keys but the first go, as one event.
    private void deleteInOne(String... keys) {
        Part[] parts = new Part[keys.length];
        for (int i = 0; i < keys.length; i++) {
            parts[i] =
                    new TransactionRequest.Delete(
                            PHOTOS, ObjectKey.of(keys[i]), Preconditions.NONE);
        }
        kit.api.store("alice").transaction(TransactionRequest.of(parts)).orThrow();
    }

    @Test
    void tellsWhatHappenedInOrder() {
        kit.put("a");
        kit.put("b");
        kit.delete("a");

        Told told = kit.get("after=start").is(200);

        assertThat(EventsKit.said(told))
                .containsExactly(
                        "bucket-created", "object-put a", "object-put b", "object-deleted a");
        JsonNode put = told.json().at("/events/1");
        assertThat(put.at("/bucket/name").asText()).isEqualTo("photos");
        assertThat(put.at("/by/actor").asText()).isEqualTo("alice");
        assertThat(put.at("/by/surface").asText()).isEqualTo("api");
        assertThat(put.at("/by/request_id").asText()).isEqualTo("TEST");
        assertThat(put.at("/object/size").asInt()).isEqualTo(1);
        assertThat(put.at("/object/etag").asText()).isEqualTo("0cc175b9c0f1b6a831c399e269772661");
        assertThat(put.at("/object/version").asText()).hasSize(32);
        assertThat(put.at("/id").asText())
                .isEqualTo(put.at("/position").asText() + "." + put.at("/ordinal").asText());
    }

    @Test
    void eachSaysWhatItFollowsSoThatNothingIsLostUnseen() {
        for (int i = 0; i < 5; i++) {
            kit.put("k" + i);
        }
        String after = "-1";
        String follows = "-1";
        List<String> keys = new ArrayList<>();
        while (keys.size() < 5) {
            Told page = kit.get("type=object-*&limit=2&after=" + after).is(200);
            for (JsonNode each : page.json().at("/events")) {
                keys.add(each.at("/object/key").asText());
                assertThat(each.at("/follows").asText()).isEqualTo(follows);
                follows = each.at("/id").asText();
            }
            after = follows;
        }
        assertThat(keys).containsExactly("k0", "k1", "k2", "k3", "k4");
    }

    @Test
    void transactionIsOneChangeForEachKeyAndGoesOnInTheMiddle() {
        kit.put("a");
        kit.put("b");
        kit.put("c");
        deleteInOne("c", "a", "b");

        Told whole = kit.get("type=transaction-committed&after=start").is(200);
        assertThat(EventsKit.said(whole))
                .containsExactly("object-deleted a", "object-deleted b", "object-deleted c");
        assertThat(whole.text("/events/0/within")).isEqualTo("transaction-committed");
        assertThat(whole.text("/events/0/last")).isEqualTo("false");
        assertThat(whole.text("/events/2/last")).isEqualTo("true");
        assertThat(whole.text("/events/1/position")).isEqualTo(whole.text("/events/0/position"));

        Told rest = kit.get("after=" + whole.text("/events/0/id")).is(200);
        assertThat(EventsKit.said(rest)).containsExactly("object-deleted b", "object-deleted c");
        assertThat(rest.text("/events/0/id")).isEqualTo(whole.text("/events/1/id"));
        assertThat(EventsKit.said(kit.get("after=" + whole.text("/events/2/id")))).isEmpty();
    }

    @Test
    void deletedPrefixIsOneChangeForEachKey() {
        kit.put("in/b");
        kit.put("in/a");
        kit.put("out");
        kit.api.store("alice").deletePrefix(PrefixDelete.of(PHOTOS, "in/")).orThrow();

        Told told = kit.get("after=start&type=prefix-deleted").is(200);

        assertThat(EventsKit.said(told))
                .containsExactly("object-deleted in/a", "object-deleted in/b");
        assertThat(told.text("/events/0/within")).isEqualTo("prefix-deleted");
        assertThat(told.text("/events/0/last")).isEqualTo("false");
        assertThat(told.text("/events/1/last")).isEqualTo("true");
        assertThat(EventsKit.said(kit.get("after=" + told.text("/events/0/id"))))
                .containsExactly("object-deleted in/b");
    }

    private void restore(Position to) {
        kit.api
                .store("alice")
                .restore(RestoreRequest.of(PHOTOS, new AsOf.AtPosition(to)))
                .orThrow();
    }

    @Test
    void restoreIsOneChangeForEachKeyThatItMadeOrRemoved() {
        kit.put("b-gone");
        kit.put("c-same");
        Position then = kit.api.varve.position();
        kit.delete("b-gone");
        kit.put("a-new");
        restore(then);

        Told told = kit.get("after=start&type=ranges-restored").is(200);
        assertThat(EventsKit.said(told))
                .containsExactly("object-deleted a-new", "object-put b-gone");
        assertThat(told.text("/events/0/within")).isEqualTo("ranges-restored");
        assertThat(told.text("/events/0/last")).isEqualTo("false");
        assertThat(told.text("/events/1/last")).isEqualTo("true");
        assertThat(told.text("/events/1/object/size")).isEqualTo("6");
        assertThat(EventsKit.said(kit.get("after=" + told.text("/events/0/id"))))
                .containsExactly("object-put b-gone");

        kit.api.varve.maintenance().settle();
        assertThat(kit.get("after=start&type=ranges-restored").json().at("/events"))
                .isEqualTo(told.json().at("/events"));
    }

    @Test
    void restorePlacesDeleteMarkersWhereVersionsAreKept() {
        kit.api
                .store("alice")
                .buckets()
                .change(PHOTOS, new SettingsChange.SetVersioning(BucketSettings.Versioning.ENABLED))
                .orThrow();
        Position then = kit.api.varve.position();
        kit.put("new");
        restore(then);

        assertThat(EventsKit.said(kit.get("after=start&type=ranges-restored")))
                .containsExactly("delete-marker-placed new");
    }

    @Test
    void restoreWhoseVersionsWerePurgedSaysSo() {
        kit.put("new");
        Position then = kit.api.varve.position();
        kit.put("newer");
        restore(then);
        kit.api.varve.maintenance().settle();
        kit.api.store("alice").history().purge(PHOTOS, "").orThrow();

        Told told = kit.get("after=start&type=ranges-restored").is(200);
        assertThat(told.json().at("/events")).hasSize(1);
        assertThat(told.text("/events/0/type")).isEqualTo("ranges-restored");
        assertThat(told.text("/events/0/unlisted")).isEqualTo("true");
        assertThat(told.text("/events/0/last")).isEqualTo("true");
    }

    @Test
    void movedPrefixTellsOfBothSidesToWhomEachIsOf() {
        kit.api.bucket("music");
        kit.put("in/a");
        kit.put("in/b");
        kit.api
                .store("alice")
                .movePrefix(PrefixMove.of(PHOTOS, "in/", new BucketName("music"), "to/"))
                .orThrow();

        assertThat(EventsKit.said(kit.get("after=start&type=prefix-moved")))
                .containsExactly(
                        "object-deleted in/a",
                        "object-deleted in/b",
                        "object-put to/a",
                        "object-put to/b");
        assertThat(EventsKit.said(kit.get("after=start&type=prefix-moved&bucket=music")))
                .containsExactly("object-put to/a", "object-put to/b");
    }

    /// All that is left to say of a bulk event whose history was purged.
    @Test
    void bulkEventWhoseHistoryIsGoneSaysSo() {
        kit.put("in/a");
        kit.api.store("alice").deletePrefix(PrefixDelete.of(PHOTOS, "in/")).orThrow();
        kit.api.varve.maintenance().settle();
        kit.api.store("alice").history().purge(PHOTOS, "").orThrow();

        Told told = kit.get("after=start&type=prefix-deleted").is(200);

        assertThat(told.text("/events/0/unlisted")).isEqualTo("true");
        assertThat(told.text("/events/0/type")).isEqualTo("prefix-deleted");
        assertThat(told.text("/events/0/range/prefix")).isEqualTo("in/");
        assertThat(EventsKit.said(kit.by("bob", "after=start"))).isEmpty();
    }

    @Test
    void limitInTheMiddleOfAnEventSaysWhereToGoOn() {
        kit.put("a");
        kit.put("b");
        deleteInOne("a", "b");

        Told page = kit.get("after=start&type=object-deleted&limit=1").is(200);

        assertThat(page.text("/next")).isEqualTo(page.text("/events/0/id"));
        assertThat(page.text("/more")).isEqualTo("true");
        assertThat(EventsKit.said(kit.get("after=" + page.text("/next"))))
                .containsExactly("object-deleted b");
    }

    @Test
    void picksByBucketPrefixTypeAndActor() {
        kit.api.bucket("music");
        kit.put("in/a");
        kit.put("out/a");
        kit.put("root", "photos", "in/b");
        kit.put("alice", "music", "in/c");

        assertThat(EventsKit.said(kit.get("after=start&bucket=music")))
                .containsExactly("bucket-created", "object-put in/c");
        assertThat(EventsKit.said(kit.get("after=start&bucket=photos&prefix=in/")))
                .containsExactly("object-put in/a", "object-put in/b");
        assertThat(EventsKit.said(kit.get("after=start&prefix=in/&actor=alice")))
                .containsExactly("object-put in/a", "object-put in/c");
        assertThat(EventsKit.said(kit.get("after=start&type=bucket-created,object-deleted")))
                .containsExactly("bucket-created", "bucket-created");
    }

    @Test
    void placeGoesOnThoughNothingIsShown() {
        String before = kit.get("after=end").is(200).text("/next");
        kit.put("a");

        Told none = kit.get("type=object-deleted&after=" + before).is(200);

        assertThat(EventsKit.said(none)).isEmpty();
        assertThat(none.json().at("/position").asLong()).isGreaterThan(Long.parseLong(before));
        assertThat(none.text("/next")).isEqualTo(none.text("/position"));
        assertThat(none.text("/more")).isEqualTo("false");
    }

    @Test
    void othersAreToldNothingOfABucket() {
        kit.put("a");
        kit.put("in/b");

        assertThat(EventsKit.said(kit.by("bob", "after=start"))).isEmpty();
        kit.by("bob", "bucket=photos&after=start").refused(403, "AccessDenied");
        kit.by("alice", "bucket=nowhere&after=start").refused(404, "NoSuchBucket");
        kit.by("", "after=start").refused(401, "Unauthenticated");
        assertThat(EventsKit.said(kit.by("root", "after=start"))).contains("object-put a");
    }

    /// May read and not list, below a prefix.
    @Test
    void readingAloneIsNotEnough() {
        kit.put("in/b");

        assertThat(EventsKit.said(kit.by("limited", "after=start"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "access-key-created",
                "link-revoked",
                "checkpoint",
                "bucket-settings-changed"
            })
    void eventsOfTheServerAreForOperators(String type) {
        kit.get("after=start&type=" + type).refused(403, "AccessDenied");
        kit.by("root", "after=start&type=" + type).is(200);
    }

    @Test
    void addressesAreForThoseWhoRunTheBucket() {
        kit.put("a");

        assertThat(kit.get("after=start&type=object-put").text("/events/0/by/source"))
                .isEqualTo("127.0.0.1");
        assertThat(EventsKit.said(kit.get("after=start&bucket=photos&source=10.0.0.1"))).isEmpty();
        assertThat(EventsKit.said(kit.get("after=start&bucket=photos&source=127.0.0.1")))
                .contains("object-put a");
        kit.get("after=start&source=127.0.0.1").refused(403, "AccessDenied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after=x",
                "after=-2",
                "after=999999",
                "type=object-painted",
                "type=",
                "format=xml",
                "limit=0",
                "limit=1001",
                "wait=61",
                "colour=red"
            })
    void saysWhatIsWrongWithAQuestion(String query) {
        Told told = kit.get(query).refused(400, "InvalidArgument");
        assertThat(told.text("/detail")).isNotEmpty();
    }

    @Test
    void waitsForTheFirstChange() throws Exception {
        String end = kit.get("after=end").text("/next");
        Thread late =
                Thread.ofVirtual()
                        .start(() -> {
                            sleep(300);
                            kit.put("late");
                        });

        Told told = kit.get("wait=20&after=" + end).is(200);

        late.join();
        assertThat(EventsKit.said(told)).containsExactly("object-put late");
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void cloudEventsAreOfTheStandardForm() {
        kit.put("a/b");

        JsonNode event =
                kit.get("after=start&type=object-put&format=cloudevents")
                        .is(200)
                        .json()
                        .at("/cloudevents/0");

        assertThat(event.at("/specversion").asText()).isEqualTo("1.0");
        assertThat(event.at("/type").asText()).isEqualTo("dev.varve.object-put");
        assertThat(event.at("/subject").asText()).isEqualTo("photos/a/b");
        assertThat(event.at("/source").asText()).startsWith("urn:varve:");
        assertThat(event.at("/datacontenttype").asText()).isEqualTo("application/json");
        JsonNode data = event.at("/data");
        assertThat(event.at("/id").asText())
                .isEqualTo(
                        data.at("/origin").asText()
                                + "/"
                                + data.at("/position").asText()
                                + "/"
                                + data.at("/ordinal").asText());
    }

    @Test
    void streamOfLinesEndsAtItsLimit() {
        kit.put("a");
        kit.put("b");

        Told told = kit.stream("application/x-ndjson", "after=start&type=object-put&limit=2");

        List<JsonNode> lines = EventsKit.lines(told.body());
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst().at("/type").asText()).isEqualTo("progress");
        assertThat(EventsKit.said(lines.get(1))).isEqualTo("object-put a");
        assertThat(EventsKit.said(lines.get(2))).isEqualTo("object-put b");
        assertThat(lines.get(2).at("/follows").asText()).isEqualTo(lines.get(1).at("/id").asText());
        assertThat(told.header("x-accel-buffering")).isEqualTo("no");
        assertThat(told.header("cache-control")).contains("no-store").contains("no-transform");
        assertThat(kit.followers.count()).isZero();
    }

    @Test
    void serverSentEventsHaveIdsToGoOnFrom() {
        kit.put("a");
        kit.put("b");
        String first = kit.get("after=start&type=object-put").text("/events/0/id");

        Told told =
                kit.api
                        .request("GET", "/v1/events?after=start&type=object-put&limit=1")
                        .by("alice")
                        .header("accept", "text/event-stream")
                        .header("last-event-id", first)
                        .send()
                        .is(200);

        assertThat(told.header("content-type")).startsWith("text/event-stream");
        assertThat(told.body())
                .startsWith("retry: 2000\n\nevent: progress\nid: " + first + "\ndata: {")
                .contains("\"key\":\"b\"")
                .endsWith("}\n\n");
        String id = told.body().lines().filter(line -> line.startsWith("id: ")).toList().getLast();
        assertThat(EventsKit.said(kit.get("after=" + id.substring(4)))).isEmpty();
    }

    @Test
    void streamSaysHowFarItIsWhereNothingIsShown() throws Exception {
        String end = kit.get("after=end").text("/next");
        kit.put("a");
        Thread stop =
                Thread.ofVirtual()
                        .start(() -> {
                            sleep(1800);
                            kit.followers.close();
                        });

        Told told = kit.stream("application/x-ndjson", "type=object-deleted&after=" + end);

        stop.join();
        List<JsonNode> lines = EventsKit.lines(told.body());
        assertThat(lines).hasSizeGreaterThanOrEqualTo(2);
        assertThat(lines.get(1).at("/type").asText()).isEqualTo("progress");
        assertThat(lines.get(1).at("/position").asLong()).isGreaterThan(Long.parseLong(end));
        assertThat(lines.get(1).at("/follows").asText()).isEqualTo(end);
    }

    @Test
    void thereIsALimitToFollowers() {
        for (int i = 0; i < EventsKit.SETTINGS.perUser(); i++) {
            kit.followers.add("alice");
        }

        Told told =
                kit.api
                        .request("GET", "/v1/events")
                        .by("alice")
                        .header("accept", "text/event-stream")
                        .send();
        told.refused(429, "SlowDown");
        assertThat(told.header("retry-after")).isEqualTo("5");
        kit.get("wait=1").refused(429, "SlowDown");
        kit.get("after=end").is(200);
        kit.followers.add("carol");
        kit.by("bob", "wait=1").refused(429, "SlowDown");
    }
}
