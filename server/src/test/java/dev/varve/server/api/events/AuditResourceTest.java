package dev.varve.server.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.server.api.Told;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PrefixMove;
import dev.varve.server.store.RestoreRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditResourceTest {
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

    private Told audit(String user, String query) {
        return kit.api.request("GET", "/v1/audit?" + query).by(user).send();
    }

    private Told audit(String query) {
        return audit("alice", "bucket=photos&" + query).is(200);
    }

    private Told explain(String key) {
        return kit.api.send("GET", "/v1/buckets/photos/explain/" + key).is(200);
    }

    private static List<String> what(Told explained) {
        List<String> what = new ArrayList<>();
        explained
                .json()
                .at("/steps")
                .forEach(step ->
                        what.add(step.at("/what").asText().replaceFirst(", by (?!a ).*", "")));
        return what;
    }

    @Test
    void tellsWhoDidWhatTheNewestFirst() {
        kit.put("a");
        kit.put("root", "photos", "b");
        kit.delete("a");

        Told told = audit("limit=100");

        assertThat(EventsKit.said(told))
                .containsExactly(
                        "object-deleted a", "object-put b", "object-put a", "bucket-created");
        JsonNode put = told.json().at("/events/1/by");
        assertThat(put.at("/actor").asText()).isEqualTo("root");
        assertThat(put.at("/request_id").asText()).isEqualTo("TEST");
        assertThat(put.at("/source").asText()).isEqualTo("127.0.0.1");
        assertThat(told.text("/begins")).isEqualTo("0");
        assertThat(EventsKit.said(audit("actor=root"))).containsExactly("object-put b");
        assertThat(EventsKit.said(audit("key=a")))
                .containsExactly("object-deleted a", "object-put a");
        assertThat(EventsKit.said(audit("type=object-put&prefix=b")))
                .containsExactly("object-put b");
        String version = told.text("/events/1/object/version");
        assertThat(EventsKit.said(audit("version=" + version))).containsExactly("object-put b");
    }

    @Test
    void pagesThroughAllOfIt() {
        for (int i = 0; i < 7; i++) {
            kit.put("k" + i);
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Told page = audit("limit=2&type=object-put" + cursor);
            found.addAll(EventsKit.said(page));
            cursor = page.json().has("next") ? "&cursor=" + page.text("/next") : "";
        } while (!cursor.isEmpty());
        assertThat(found).hasSize(7).startsWith("object-put k6").endsWith("object-put k0");
    }

    @Test
    void picksByTime() throws Exception {
        kit.put("before");
        Thread.sleep(20);
        Instant middle = Instant.now();
        Thread.sleep(20);
        kit.put("after");

        assertThat(EventsKit.said(audit("type=object-put&to=" + middle)))
                .containsExactly("object-put before");
        assertThat(EventsKit.said(audit("type=object-put&from=" + middle)))
                .containsExactly("object-put after");
    }

    @Test
    void findsAFewAmongManyEvents() {
        kit.api.bucket("music");
        kit.put("a");
        for (int i = 0; i < 700; i++) {
            kit.put("root", "music", "k" + i);
        }
        kit.put("b");

        assertThat(EventsKit.said(audit("type=object-put")))
                .containsExactly("object-put b", "object-put a");
        assertThat(EventsKit.said(audit("root", "actor=alice&type=object-*").is(200)))
                .containsExactly("object-put b", "object-put a");
    }

    @Test
    void explainsWhyItIsThere() {
        kit.put("old/a");
        kit.put("old/a");
        kit.api.store("alice").movePrefix(PrefixMove.of(PHOTOS, "old/", PHOTOS, "new/")).orThrow();

        Told told = explain("new/a");

        assertThat(told.text("/state")).isEqualTo("current");
        assertThat(what(told)).containsExactly("moved here from photos/old/a, 5 bytes");
        assertThat(told.text("/summary")).startsWith("It is there: moved here from photos/old/a");
        assertThat(told.text("/complete")).isEqualTo("true");
        assertThat(what(explain("old/a")))
                .containsExactly(
                        "deleted, as all keys below 'old/' were moved away",
                        "put, 5 bytes",
                        "put, 5 bytes");
    }

    @Test
    void explainsWhyItIsGone() {
        kit.put("in/a");
        String version = kit.get("after=start&type=object-put").text("/events/0/object/version");
        kit.api.store("alice").deletePrefix(PrefixDelete.of(PHOTOS, "in/")).orThrow();
        kit.api.store("alice").history().undelete(PHOTOS, ObjectKey.of("in/a"), null).orThrow();
        kit.delete("in/a");

        Told told = explain("in/a");

        assertThat(told.text("/state")).isEqualTo("deleted");
        assertThat(what(told))
                .containsExactly(
                        "deleted",
                        "brought back from version " + version,
                        "deleted, with all keys below 'in/'",
                        "put, 4 bytes");
        assertThat(told.text("/summary")).contains("deleted, by alice over api", "request TEST");
        assertThat(explain("never").text("/state")).isEqualTo("unknown");
    }

    private void restore(Position to) {
        kit.api
                .store("alice")
                .restore(RestoreRequest.of(PHOTOS, new AsOf.AtPosition(to)))
                .orThrow();
    }

    @Test
    void explainsWhatARestoreDid() {
        kit.put("changed");
        kit.put("gone");
        kit.put("same");
        Position then = kit.api.varve.position();
        kit.delete("gone");
        kit.delete("changed");
        kit.put("alice", "photos", "changed");
        kit.delete("changed");
        kit.put("new");
        restore(then);

        assertThat(what(explain("gone")))
                .containsExactly("restored, 4 bytes", "deleted", "put, 4 bytes");
        assertThat(explain("gone").text("/state")).isEqualTo("current");
        assertThat(explain("gone").text("/summary"))
                .startsWith("It is there: restored, 4 bytes, by alice over api");
        assertThat(what(explain("changed")))
                .containsExactly(
                        "restored, 7 bytes", "deleted", "put, 7 bytes", "deleted", "put, 7 bytes");
        assertThat(what(explain("new"))).containsExactly("deleted, by a restore", "put, 3 bytes");
        assertThat(explain("new").text("/state")).isEqualTo("deleted");
        assertThat(what(explain("same"))).containsExactly("put, 4 bytes");
        assertThat(what(explain("never"))).isEmpty();
        assertThat(EventsKit.said(audit("key=new")))
                .containsExactly("object-deleted new", "object-put new");
    }

    @Test
    void explainsARestoreAlsoOnceItIsInTheRowsOfItsKeys() {
        kit.put("gone");
        kit.put("kept");
        Position then = kit.api.varve.position();
        kit.delete("gone");
        kit.put("new");
        restore(then);
        List<String> gone = what(explain("gone"));
        List<String> made = what(explain("new"));
        kit.api.varve.maintenance().settle();

        assertThat(what(explain("gone"))).isEqualTo(gone);
        assertThat(what(explain("new"))).isEqualTo(made);
    }

    @Test
    void saysThatARestoreIsNotKnownInFullOnceItsVersionsWerePurged() {
        kit.put("new");
        kit.delete("new");
        Position then = kit.api.varve.position();
        kit.put("new");
        restore(then);
        kit.api.varve.maintenance().settle();
        kit.api.store("alice").history().purge(PHOTOS, "").orThrow();

        assertThat(what(explain("new"))).anyMatch(text -> text.contains("not known any more"));
    }

    /// A user may be called as the server calls itself.
    @Test
    void tellsUsersFromTheServerItself() {
        kit.put("a");
        kit.put("b");
        kit.api.store("system").delete(PHOTOS, ObjectKey.of("a")).orThrow();
        kit.api.store("lifecycle").delete(PHOTOS, ObjectKey.of("b")).orThrow();

        assertThat(explain("a").text("/steps/0/what")).startsWith("deleted, by system over api");
        assertThat(explain("b").text("/steps/0/what")).startsWith("deleted, by lifecycle over api");
        Provenance rule =
                new Provenance(
                        new Actor("lifecycle"), Provenance.Surface.SYSTEM, "lifecycle:old", "");
        kit.put("b");
        kit.api.varve.store(rule).delete(PHOTOS, ObjectKey.of("b")).orThrow();
        assertThat(explain("b").text("/steps/0/what"))
                .isEqualTo("deleted, by the lifecycle rule 'old'");
    }

    @Test
    void tellsOfPurgesAndOfWhatIsNotKnownAnyMore() {
        kit.put("in/a");
        kit.api.store("alice").deletePrefix(PrefixDelete.of(PHOTOS, "in/")).orThrow();
        kit.api.varve.maintenance().settle();
        kit.api.store("alice").history().purge(PHOTOS, "").orThrow();

        List<String> what = what(explain("in/a"));

        assertThat(what).anyMatch(text -> text.contains("purged for good"));
        assertThat(what).anyMatch(text -> text.contains("not known any more"));
        assertThat(what).last().isEqualTo("put, 4 bytes");
    }

    @Test
    void knowsBucketsThatAreGone() {
        kit.put("a");
        kit.delete("a");
        kit.api.store("alice").buckets().delete(PHOTOS).orThrow();
        kit.api.bucket("photos");

        Told told = audit("root", "bucket=photos").is(200);
        assertThat(EventsKit.said(told))
                .containsExactly(
                        "bucket-created",
                        "bucket-deleted",
                        "object-deleted a",
                        "object-put a",
                        "bucket-created");
        kit.close();
        kit = new EventsKit(directory, false);
        assertThat(EventsKit.said(kit.get("after=start&bucket=photos&type=object-put")))
                .containsExactly("object-put a");
    }

    /// Somebody else's bucket of the name is not that of its later owner.
    @Test
    void laterOwnerOfANameIsToldNothingOfTheOneBefore() {
        kit.put("secret");
        kit.delete("secret");
        kit.api.store("alice").buckets().delete(PHOTOS).orThrow();
        kit.api.store("bob").buckets().create(PHOTOS).orThrow();

        assertThat(EventsKit.said(audit("bob", "bucket=photos").is(200)))
                .containsExactly("bucket-created");
        Told explained =
                kit.api.request("GET", "/v1/buckets/photos/explain/secret").by("bob").send();
        assertThat(what(explained.is(200))).isEmpty();
    }

    @Test
    void viewIsMadeAnewWhenItWasDeleted() throws Exception {
        kit.put("a");
        kit.put("b");
        Told before = audit("limit=100");
        kit.close();
        delete(directory.resolve("view/audit"));
        kit = new EventsKit(directory, false);

        Told after = audit("limit=100");
        assertThat(after.json().at("/events")).isEqualTo(before.json().at("/events"));
        assertThat(what(explain("a"))).containsExactly("put, 1 bytes");
    }

    @Test
    void storeOpensThoughTheViewIsDamaged() throws Exception {
        kit.put("a");
        kit.close();
        try (Stream<Path> files = Files.list(directory.resolve("view/audit"))) {
            for (Path file : files.filter(each -> each.toString().contains("MANIFEST")).toList()) {
                Files.writeString(file, "damaged");
            }
        }
        kit = new EventsKit(directory, false);

        assertThat(EventsKit.said(audit("key=a"))).containsExactly("object-put a");
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void isForThoseWhoMayReadTheBucket() {
        kit.put("a");

        audit("bob", "bucket=photos").refused(403, "AccessDenied");
        audit("alice", "limit=1").refused(403, "AccessDenied");
        audit("", "bucket=photos").refused(401, "Unauthenticated");
        audit("root", "limit=1").is(200);
        kit.api
                .request("GET", "/v1/buckets/photos/explain/a")
                .by("bob")
                .send()
                .refused(403, "AccessDenied");
        kit.api.send("GET", "/v1/buckets/nowhere/explain/a").refused(404, "NoSuchBucket");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"from=yesterday", "to=1", "cursor=x!", "limit=0", "type=x", "color=red"})
    void saysWhatIsWrongWithAQuestion(String query) {
        audit("alice", "bucket=photos&" + query).refused(400, "InvalidArgument");
    }
}
