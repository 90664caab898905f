package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysResourceTest {
    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, varve -> new KeysResource(varve::accessKeys));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told create(String user, String body) {
        return kit.request("POST", "/v1/keys").by(user).body(body).send();
    }

    private String created(String user, String body) {
        return create(user, body).is(201).text("/id");
    }

    private Told as(String user, String method, String target) {
        return kit.request(method, target).by(user).send();
    }

    @Test
    void makesTellsOfChangesAndRevokesKey() {
        Told made =
                create(
                                "alice",
                                """
                                {"label":"backup","expires":"2031-01-02T03:04:05Z","grants":
                                [{"rights":["write","list"],"bucket":"photos","prefix":"in/"}]}
                                """)
                        .is(201);
        String id = made.text("/id");
        assertThat(id).matches("VK[A-Z2-7]{18}");
        assertThat(made.text("/secret")).hasSize(40);
        assertThat(made.headers().get("location", "")).isEqualTo("/v1/keys/" + id);
        assertThat(made.headers().get("cache-control", "")).isEqualTo("no-store");

        Told got = kit.send("GET", "/v1/keys/" + id).is(200);
        assertThat(got.body()).doesNotContain(made.text("/secret"), "secret");
        assertThat(got.json()).isEqualTo(made.json().at("/key"));
        assertThat(got.text("/user")).isEqualTo("alice");
        assertThat(got.text("/creator")).isEqualTo("alice");
        assertThat(got.text("/reach")).isEqualTo("own");
        assertThat(got.text("/expires")).isEqualTo("2031-01-02T03:04:05Z");
        assertThat(got.json().at("/grants").toString())
                .isEqualTo(
                        "[{\"rights\":[\"write\",\"list\"],\"bucket\":\"photos\",\"prefix\":\"in/\"}]");
        assertThat(got.json().has("last_used")).isFalse();

        Told changed =
                kit.send("PATCH", "/v1/keys/" + id, "{\"label\":\"x\",\"never_expires\":true}")
                        .is(200);
        assertThat(changed.text("/label")).isEqualTo("x");
        assertThat(changed.json().has("expires")).isFalse();
        assertThat(changed.json().at("/grants")).isEqualTo(got.json().at("/grants"));
        assertThat(kit.send("GET", "/v1/keys/" + id).body()).isEqualTo(changed.body());

        assertThat(kit.send("DELETE", "/v1/keys/" + id).is(204).body()).isEmpty();
        kit.send("GET", "/v1/keys/" + id).refused(404, "NoSuchAccessKey");
        kit.send("DELETE", "/v1/keys/" + id).refused(404, "NoSuchAccessKey");
    }

    @ParameterizedTest
    @CsvSource({"admin, all, 6", "editor, own, 5", "uploader, own, 3", "readonly, own, 2"})
    void rolesStandForGrants(String role, String reach, int rights) {
        Told made = create("root", "{\"role\":\"%s\"}".formatted(role)).is(201);
        assertThat(made.text("/key/reach")).isEqualTo(reach);
        assertThat(made.json().at("/key/grants/0/rights")).hasSize(rights);
        assertThat(made.text("/key/grants/0/bucket")).isEqualTo("*");
    }

    @Test
    void changesRolesAndReach() {
        String id = created("root", "{\"role\":\"admin\",\"expires\":\"2031-01-01T00:00:00Z\"}");
        Told changed =
                kit.request("PATCH", "/v1/keys/" + id)
                        .by("root")
                        .body("{\"role\":\"readonly\",\"expires\":\"2032-01-01T00:00:00Z\"}")
                        .send()
                        .is(200);
        assertThat(changed.text("/reach")).isEqualTo("own");
        assertThat(changed.text("/expires")).isEqualTo("2032-01-01T00:00:00Z");
        assertThat(changed.json().at("/grants/0/rights")).hasSize(2);
        Told wider =
                kit.request("PATCH", "/v1/keys/" + id)
                        .by("root")
                        .body("{\"reach\":\"all\"}")
                        .send()
                        .is(200);
        assertThat(wider.text("/reach")).isEqualTo("all");
        assertThat(wider.json().at("/grants")).isEqualTo(changed.json().at("/grants"));
    }

    @Test
    void nobodyGivesMoreThanHeMayDoHimself() {
        for (String more :
                List.of(
                        "{\"role\":\"admin\"}",
                        "{\"role\":\"readonly\",\"reach\":\"all\"}",
                        "{\"role\":\"readonly\",\"user\":\"bob\"}")) {
            create("alice", more).refused(403, "AccessDenied");
        }
        String grants =
                "{\"expires\":\"2030-01-01T00:00:00Z\",\"grants\":[{\"rights\":[%s],\"bucket\":\"%s\",\"prefix\":\"%s\"}]}";
        create("limited", grants.formatted("\"read\"", "photos", "in/deep")).is(201);
        create("limited", grants.formatted("\"write\"", "photos", "in/"))
                .refused(403, "AccessDenied");
        create("limited", grants.formatted("\"read\"", "photos", "")).refused(403, "AccessDenied");
        create("limited", grants.formatted("\"read\"", "videos", "in/"))
                .refused(403, "AccessDenied");
        create("limited", grants.formatted("\"read\"", "*", "in/")).refused(403, "AccessDenied");
    }

    @Test
    void aKeyDoesNotOutliveTheOneThatMakesIt() {
        String grants =
                "\"grants\":[{\"rights\":[\"read\"],\"bucket\":\"photos\",\"prefix\":\"in/\"}]";
        create("limited", "{" + grants + "}").refused(400, "InvalidArgument");
        create("limited", "{\"expires\":\"2031-01-01T00:00:00.001Z\"," + grants + "}")
                .refused(400, "InvalidArgument");
        create("limited", "{\"expires\":\"2031-01-01T00:00:00Z\"," + grants + "}").is(201);
    }

    @Test
    void weakKeysDoNotTouchStrongerOnes() {
        String strong = created("alice", "{\"role\":\"editor\"}");
        String body =
                "{\"grants\":[{\"rights\":[\"read\"],\"bucket\":\"photos\",\"prefix\":\"in/\"}]}";
        kit.request("PATCH", "/v1/keys/" + strong)
                .by("limited")
                .body(body)
                .send()
                .refused(403, "AccessDenied");
        as("limited", "DELETE", "/v1/keys/" + strong).refused(403, "AccessDenied");
        as("limited", "GET", "/v1/keys/" + strong).is(200);
        as("alice", "DELETE", "/v1/keys/" + strong).is(204);
    }

    @Test
    void tellsOthersNothing() {
        String id = created("alice", "{\"role\":\"editor\"}");
        for (String method : List.of("GET", "DELETE")) {
            as("bob", method, "/v1/keys/" + id).refused(404, "NoSuchAccessKey");
            kit.request(method, "/v1/keys/" + id).send().refused(401, "Unauthenticated");
        }
        kit.request("PATCH", "/v1/keys/" + id)
                .by("bob")
                .body("{}")
                .send()
                .refused(404, "NoSuchAccessKey");
        kit.request("GET", "/v1/keys").send().refused(401, "Unauthenticated");
        create("", "{\"role\":\"readonly\"}").refused(401, "Unauthenticated");
        assertThat(as("bob", "GET", "/v1/keys").is(200).json().at("/keys")).isEmpty();
        as("root", "DELETE", "/v1/keys/" + id).is(204);
    }

    @Test
    void listsPageByPageWhatTheCallerManages() {
        List<String> alices = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            alices.add(created("alice", "{\"role\":\"readonly\"}"));
            created("bob", "{\"role\":\"readonly\"}");
        }
        assertThat(pages("alice", "")).containsExactlyInAnyOrderElementsOf(alices).isSorted();
        assertThat(pages("root", "&user=alice")).containsExactlyInAnyOrderElementsOf(alices);
        assertThat(pages("root", "")).hasSize(10);
        assertThat(pages("alice", "&user=bob")).isEmpty();
    }

    private List<String> pages(String user, String query) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Told page = as(user, "GET", "/v1/keys?limit=2" + query + cursor).is(200);
            page.json().at("/keys").forEach(each -> found.add(each.at("/id").asText()));
            cursor = page.json().has("next") ? "&cursor=" + page.text("/next") : "";
        } while (!cursor.isEmpty());
        return found;
    }

    @Test
    void operatorsMakeKeysOfOthers() {
        Told made = create("root", "{\"role\":\"editor\",\"user\":\"zoe\"}").is(201);
        assertThat(made.text("/key/user")).isEqualTo("zoe");
        assertThat(made.text("/key/creator")).isEqualTo("root");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "anonymous", "system", "embedded", "jwt:x", "a\\nb"})
    void refusesUsersThatNobodyCanBe(String user) {
        create("root", "{\"role\":\"editor\",\"user\":\"%s\"}".formatted(user))
                .refused(400, "InvalidArgument");
        create("root", "{\"role\":\"editor\",\"user\":\"%s\"}".formatted("u".repeat(129)))
                .refused(400, "InvalidArgument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"role\":\"owner\"}",
                "{\"role\":\"editor\",\"grants\":[]}",
                "{\"grants\":[]}",
                "{\"grants\":[{\"rights\":[],\"bucket\":\"photos\"}]}",
                "{\"grants\":[{\"bucket\":\"photos\"}]}",
                "{\"grants\":[{\"rights\":[\"read\"]}]}",
                "{\"grants\":[{\"rights\":[\"own\"],\"bucket\":\"photos\"}]}",
                "{\"grants\":[{\"rights\":[\"read\"],\"bucket\":\"No Bucket\"}]}",
                "{\"role\":\"editor\",\"reach\":\"far\"}",
                "{\"role\":\"editor\",\"label\":\"a\\nb\"}",
                "{\"role\":\"editor\",\"expires\":\"+999999999-12-31T23:59:59Z\"}"
            })
    void refusesNonsense(String body) {
        create("alice", body).refused(400, "InvalidArgument");
        assertThat(as("alice", "GET", "/v1/keys").json().at("/keys")).isEmpty();
    }

    @Test
    void refusesBothExpiries() {
        String id = created("alice", "{\"role\":\"editor\"}");
        kit.send(
                        "PATCH",
                        "/v1/keys/" + id,
                        "{\"never_expires\":true,\"expires\":\"2031-01-01T00:00:00Z\"}")
                .refused(400, "InvalidArgument");
        kit.send("GET", "/v1/keys/nonsense").refused(404, "NoSuchAccessKey");
    }
}
