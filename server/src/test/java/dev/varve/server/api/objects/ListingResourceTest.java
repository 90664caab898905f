package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Told;
import dev.varve.server.http.Percent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingResourceTest {
    @TempDir private Path directory;
    private ObjectsKit kit;

    @BeforeEach
    void open() {
        kit = ObjectsKit.open(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private static List<String> keys(Told page) {
        List<String> keys = new ArrayList<>();
        page.json().at("/objects").forEach(each -> keys.add(each.at("/key").asText()));
        return keys;
    }

    private static List<String> prefixes(Told page) {
        List<String> prefixes = new ArrayList<>();
        page.json().at("/prefixes").forEach(each -> prefixes.add(each.asText()));
        return prefixes;
    }

    private List<String> walk(String query) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Told page = kit.send("GET", "/objects?" + query + cursor).is(200);
            found.addAll(prefixes(page));
            found.addAll(keys(page));
            cursor = page.json().has("next") ? "&cursor=" + page.text("/next") : "";
        } while (!cursor.isEmpty());
        return found;
    }

    @Test
    void tellsWhatAListingTells() {
        Told made = kit.put("k", "text");

        JsonNode object = kit.send("GET", "/objects").is(200).json().at("/objects/0");
        assertThat(object.at("/key").asText()).isEqualTo("k");
        assertThat(object.at("/version").asText()).isEqualTo(made.text("/version"));
        assertThat(object.at("/size").asLong()).isEqualTo(4);
        assertThat(object.at("/etag").asText()).isEqualTo(made.text("/etag"));
        assertThat(object.at("/xxh3").asText()).isEqualTo(made.text("/xxh3"));
        assertThat(object.at("/modified").asText()).isEqualTo(made.text("/modified"));
        assertThat(object.has("metadata")).isFalse();
    }

    @Test
    void addsMetadataWhereAsked() {
        kit.request("PUT", ObjectsKit.object("k"))
                .header("content-type", "text/plain")
                .header("x-meta-a", "1")
                .header("x-tags", "t=2")
                .body("text")
                .send()
                .is(201);

        Told told = kit.send("GET", "/objects?metadata=true").is(200);
        assertThat(told.text("/objects/0/metadata/content_type")).isEqualTo("text/plain");
        assertThat(told.text("/objects/0/metadata/custom/a")).isEqualTo("1");
        assertThat(told.text("/objects/0/tags/t")).isEqualTo("2");
        assertThat(told.text("/objects/0/sha256")).hasSize(64);
    }

    /// Lists by other stores lost keys at page borders, or showed folders twice.
    @Test
    void walksPagesAsASortedSetWould() {
        Random random = new Random(20261126);
        TreeSet<String> keys = new TreeSet<>();
        for (int i = 0; i < 60; i++) {
            String key =
                    random.ints(1 + random.nextInt(5), 0, 5)
                            .mapToObj(c -> String.valueOf("aA/b_".charAt(c)))
                            .reduce("", String::concat);
            if (keys.add(key)) {
                kit.put(key, "x");
            }
        }
        for (String prefix : List.of("", "a", "a/", "A", "/", "_")) {
            for (String delimiter : List.of("", "/", "b/")) {
                TreeSet<String> expected = new TreeSet<>();
                keys.stream()
                        .filter(key -> key.startsWith(prefix))
                        .map(key -> shown(key, prefix, delimiter))
                        .forEach(expected::add);
                for (int limit : new int[] {1, 2, 7, 1000}) {
                    String query =
                            "prefix=%s&delimiter=%s&limit=%d"
                                    .formatted(
                                            Percent.encode(prefix),
                                            Percent.encode(delimiter),
                                            limit);
                    assertThat(walk(query))
                            .as(query)
                            .doesNotHaveDuplicates()
                            .containsExactlyInAnyOrderElementsOf(expected);
                }
            }
        }
    }

    private static String shown(String key, String prefix, String delimiter) {
        int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
        return at < 0 ? key : key.substring(0, at + delimiter.length());
    }

    @Test
    void beginsBehindAKey() {
        List.of("a", "b", "c").forEach(key -> kit.put(key, "x"));

        assertThat(keys(kit.send("GET", "/objects?start_after=a").is(200)))
                .containsExactly("b", "c");
        String cursor = kit.send("GET", "/objects?limit=2").text("/next");
        assertThat(keys(kit.send("GET", "/objects?start_after=a&cursor=" + cursor)))
                .containsExactly("c");
    }

    @Test
    void givesNothingWhereNothingIsAskedFor() {
        kit.put("a", "x");

        Told told = kit.send("GET", "/objects?limit=0").is(200);
        assertThat(told.json().at("/objects")).isEmpty();
        assertThat(told.json().has("next")).isFalse();
    }

    @Test
    void counts() {
        List.of("a/1", "a/2", "a/b/3", "c").forEach(key -> kit.put(key, key));

        Told all = kit.send("GET", "/objects?count=true").is(200);
        assertThat(all.json().at("/count").asLong()).isEqualTo(4);
        assertThat(all.json().at("/bytes").asLong()).isEqualTo(3 + 3 + 5 + 1);
        assertThat(all.json().has("next")).isFalse();
        assertThat(all.json().has("objects")).isFalse();
        Told level = kit.send("GET", "/objects?count=true&prefix=a/&delimiter=/").is(200);
        assertThat(level.json().at("/count").asLong()).isEqualTo(2);
        assertThat(level.json().at("/prefix_count").asLong()).isEqualTo(1);
    }

    @Test
    void countsInStepsThatAreBounded(@TempDir Path other) {
        try (ApiKit api = ApiKit.open(other, new ListingResource(10), new ObjectsResource())) {
            api.store("alice").buckets().create(new BucketName("bkt")).orThrow();
            for (int i = 0; i < 25; i++) {
                api.send("PUT", ObjectsKit.object("k" + i), "x").is(201);
            }
            List<Long> counts = new ArrayList<>();
            String cursor = "";
            do {
                Told told = api.send("GET", ObjectsKit.BUCKET + "/objects?count=true" + cursor);
                counts.add(told.is(200).json().at("/count").asLong());
                cursor = told.json().has("next") ? "&cursor=" + told.text("/next") : "";
            } while (!cursor.isEmpty());
            assertThat(counts).containsExactly(10L, 10L, 5L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=1001, InvalidArgument",
        "limit=-1, InvalidArgument",
        "limit=x, InvalidArgument",
        "count=maybe, InvalidArgument",
        "count=true&limit=5, InvalidArgument",
        "cursor=%21, InvalidArgument",
        "max-keys=5, InvalidArgument"
    })
    void refusesNonsense(String query, String code) {
        kit.send("GET", "/objects?" + query).refused(400, code);
    }

    @Test
    void distinguishesEmptyFromMissing() {
        assertThat(kit.send("GET", "/objects").is(200).json().at("/objects")).isEmpty();
        kit.api
                .request("GET", "/v1/buckets/none/objects")
                .by("root")
                .send()
                .refused(404, "NoSuchBucket");
    }
}
