package dev.varve.server.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.Tally;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.Story;
import dev.varve.server.api.Told;
import dev.varve.server.store.OtherNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What another node did, as this one tells it.
class ImportedEventsTest {
    private static final BucketId THEIRS = new BucketId(77);

    @TempDir private Path directory;
    private EventsKit kit;
    private OtherNode other;
    private Instant now = Instant.now();

    @BeforeEach
    void open() {
        kit = new EventsKit(directory);
        other = new OtherNode(() -> now);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private static ObjectEvent put(String key) {
        return new Event.ObjectPut(THEIRS, ObjectKey.of(key), true, Story.state(1, 10));
    }

    private static Event both(String... keys) {
        return new TransactionCommitted(Stream.of(keys).map(ImportedEventsTest::put).toList());
    }

    private static Event deletedAll(long objects) {
        long bytes = 10 * objects;
        Tally change = new Tally(-objects, -bytes, -objects, -bytes, objects, bytes);
        return new Event.PrefixDeleted(THEIRS, Bytes.EMPTY, Removal.TOMBSTONE, change);
    }

    private Position tell(Event... events) {
        return other.tell(kit.api.varve, events);
    }

    private Told feed(String query) {
        return kit.by("root", query).is(200);
    }

    private static List<String> ids(Told told) {
        List<String> ids = new ArrayList<>();
        told.json().at("/events").forEach(each -> ids.add(each.at("/id").asText()));
        return ids;
    }

    @Test
    void areToldOneByOneAtThisNodesPosition() {
        Position at = tell(OtherNode.created(77, "theirs"), put("a"), both("b", "c"));

        Told told = feed("after=" + at.value() + ".0");
        assertThat(EventsKit.said(told))
                .containsExactly("object-put a", "object-put b", "object-put c");
        assertThat(ids(told))
                .containsExactly(
                        at + "." + (1L << 40), at + "." + (2L << 40), at + "." + ((2L << 40) + 1));
        JsonNode last = told.json().at("/events/2");
        assertThat(last.at("/last").asBoolean()).isTrue();
        assertThat(told.json().at("/events/1/last").asBoolean()).isFalse();
        assertThat(last.at("/within").asText()).isEqualTo("transaction-committed");
        assertThat(last.at("/position").asLong()).isEqualTo(at.value());
        assertThat(last.at("/origin").asText())
                .isEqualTo(kit.api.varve.journal().origin().toString());
        assertThat(last.at("/original/origin").asText()).isEqualTo(OtherNode.ORIGIN.toString());
        assertThat(last.at("/original/position").asLong()).isEqualTo(2);
        assertThat(last.at("/original/ordinal").asLong()).isEqualTo(1);
        assertThat(last.at("/by/actor").asText()).isEqualTo("bob");
        assertThat(last.at("/by/request_id").asText()).isEqualTo("THEIRS");
        assertThat(last.at("/bucket/name").asText()).isEqualTo("theirs");
        assertThat(told.text("/next")).isEqualTo(at.toString());
    }

    @Test
    void aReaderMayGoOnAfterEachChange() {
        kit.put("before");
        tell(OtherNode.created(77, "theirs"), put("a"), both("b", "c"), deletedAll(3), put("d"));
        kit.put("after");

        Told all = feed("after=start");
        assertThat(EventsKit.said(all))
                .containsSubsequence(
                        "object-put before",
                        "object-put a",
                        "object-put c",
                        "object-deleted a",
                        "object-deleted c",
                        "object-put d",
                        "object-put after");
        List<String> one = new ArrayList<>();
        String after = "start";
        Told page;
        do {
            page = feed("limit=1&after=" + after);
            one.addAll(ids(page));
            after = page.text("/next");
        } while (!page.json().at("/events").isEmpty());
        assertThat(one).isEqualTo(ids(all));
        List<String> follows = new ArrayList<>();
        all.json().at("/events").forEach(each -> follows.add(each.at("/follows").asText()));
        assertThat(follows.subList(1, follows.size()))
                .isEqualTo(ids(all).subList(0, one.size() - 1));
    }

    @Test
    void haveOneNameInTheWholeCluster() {
        tell(OtherNode.created(77, "theirs"), both("a", "b"));

        Told told = feed("after=start&type=object-put&format=cloudevents");
        assertThat(told.text("/cloudevents/1/id")).isEqualTo(OtherNode.ORIGIN + "/1/1");
    }

    @Test
    void areOnlyForThoseWhoMayReadThem() {
        tell(OtherNode.created(77, "theirs"), put("a"));

        assertThat(EventsKit.said(kit.by("alice", "after=start").is(200)))
                .containsExactly("bucket-created");
    }

    @Test
    void canBePickedAsSuch() {
        kit.put("mine");
        tell(OtherNode.created(77, "theirs"), put("a"));

        assertThat(EventsKit.said(feed("after=start&type=events-imported")))
                .containsExactly("bucket-created", "object-put a");
        assertThat(EventsKit.said(feed("after=start&actor=bob&type=object-*")))
                .containsExactly("object-put a");
    }

    private Told audit(String query) {
        return kit.api.request("GET", "/v1/audit?" + query).by("root").send().is(200);
    }

    @Test
    void areInTheAudit() {
        kit.put("mine");
        tell(OtherNode.created(77, "theirs"), put("a"), both("b", "c"), deletedAll(3));
        kit.put("later");

        assertThat(EventsKit.said(audit("actor=bob")))
                .containsExactly(
                        "prefix-deleted",
                        "object-put b",
                        "object-put c",
                        "object-put a",
                        "bucket-created");
        Told key = audit("bucket=theirs&key=b");
        assertThat(EventsKit.said(key)).containsExactly("object-deleted b", "object-put b");
        assertThat(key.text("/events/1/original/origin")).isEqualTo(OtherNode.ORIGIN.toString());
        Told why = kit.api.request("GET", "/v1/buckets/theirs/explain/b").by("root").send().is(200);
        assertThat(why.text("/state")).isEqualTo("deleted");
        assertThat(why.text("/steps/1/what"))
                .startsWith("put, 10 bytes, in a transaction, by bob over s3");
    }

    /// They may come long after they happened.
    @Test
    void arePickedByTheTimeWhenTheyHappened() throws Exception {
        now = Instant.now().minus(Duration.ofHours(1));
        Event created = OtherNode.created(77, "theirs");
        var late = other.frame(created, put("early"));
        Thread.sleep(2);
        Instant middle = Instant.now();
        Thread.sleep(2);
        kit.put("mine");
        now = Instant.now();
        kit.api.varve.imports().take(late).orThrow();
        tell(put("now"));

        assertThat(EventsKit.said(audit("type=object-put&to=" + middle)))
                .containsExactly("object-put early");
        assertThat(EventsKit.said(audit("bucket=theirs&key=early&to=" + middle)))
                .containsExactly("object-put early");
        assertThat(EventsKit.said(audit("type=object-put&from=" + middle)))
                .containsExactly("object-put now", "object-put mine");
    }
}
