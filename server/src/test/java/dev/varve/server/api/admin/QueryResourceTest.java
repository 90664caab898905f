package dev.varve.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Told;
import dev.varve.server.sql.SqlDoor;
import dev.varve.server.sql.SqlSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryResourceTest {
    private static final SqlSettings SETTINGS =
            new SqlSettings(true, Duration.ofSeconds(2), 50, 1 << 20, 1 << 20, 2);

    @TempDir private Path directory;
    private ApiKit kit;
    private SqlDoor door;

    /// The store exists only once the kit does, and the tables after that.
    private List<Endpoint> endpoints() {
        return new QueryResource(() -> Optional.of(door), () -> kit.varve.position().value())
                .endpoints();
    }

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, this::endpoints);
        door = SqlDoor.open(SETTINGS, directory, kit.varve.consumers(), 0);
        kit.bucket("photos");
        await().until(() -> kit.varve.consumers().find("sql").orElseThrow().status().lag() == 0);
    }

    @AfterEach
    void close() {
        door.close();
        kit.close();
    }

    private Told ask(String body) {
        return kit.request("POST", "/v1/query").body(body).by("root").send();
    }

    @Test
    void answersAndSaysHowFarBehindItIs() {
        JsonNode answer =
                ask("""
                {"sql":"SELECT name, ? AS a, ? AS b, 1.5 AS c, x'0aff' AS d FROM buckets",
                 "params":[7,null],"limit":10,"timeout":1.5}
                """)
                        .is(200)
                        .json();
        assertThat(answer.at("/columns").toString())
                .isEqualTo("[\"name\",\"a\",\"b\",\"c\",\"d\"]");
        assertThat(answer.at("/rows").toString()).isEqualTo("[[\"photos\",7,null,1.5,\"0aff\"]]");
        assertThat(answer.at("/truncated").asBoolean()).isFalse();
        assertThat(answer.at("/position").asLong()).isEqualTo(kit.varve.position().value());
        assertThat(answer.at("/lag").asLong()).isZero();
        kit.varve.consumers().find("sql").orElseThrow().pause();
        kit.bucket("more");
        assertThat(ask("{\"sql\":\"SELECT 1\"}").is(200).json().at("/lag").asLong()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sql\":\"\"}",
                "{\"sql\":\"SELECT 1; SELECT 2\"}",
                "{\"sql\":\"DELETE FROM events\"}",
                "{\"sql\":\"PRAGMA query_only=OFF\"}",
                "{\"sql\":\"ATTACH 'x' AS y\"}",
                "{\"sql\":\"SELECT 1\",\"limit\":0}",
                "{\"sql\":\"SELECT 1\",\"limit\":51}",
                "{\"sql\":\"SELECT 1\",\"timeout\":0}",
                "{\"sql\":\"SELECT 1\",\"timeout\":2.5}",
                "{\"sql\":\"SELECT ?\",\"params\":[[1]]}",
                "{\"sql\":\"SELECT ?\",\"params\":[{}]}",
                "{\"sql\":\"SELECT ?\"}",
                "{\"sql\":\"SELECT zeroblob(1000000000)\"}"
            })
    void refusesWhatItDoesNotAnswer(String body) {
        ask(body).refused(400, "InvalidArgument");
    }

    @Test
    void stopsEndlessQueries() {
        Told told =
                ask(
                        """
                        {"sql":"WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM x)\
                         SELECT max(i) FROM x","timeout":0.2}
                        """);
        told.refused(422, "QueryStopped");
        assertThat(ask("{\"sql\":\"SELECT 1\"}").is(200).json().at("/rows/0/0").asInt()).isOne();
    }

    @Test
    void isForOperatorsAlone() {
        kit.request("POST", "/v1/query")
                .body("{\"sql\":\"SELECT 1\"}")
                .by("alice")
                .send()
                .refused(403, "AccessDenied");
    }
}
