package dev.varve.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.Recorded;
import dev.varve.projections.StateBatch;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Told;
import dev.varve.server.consumers.Follower;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsumersResourceTest {
    private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    @TempDir private Path directory;
    private ApiKit kit;

    /// The store exists only once the kit does.
    private List<Endpoint> endpoints() {
        return new ConsumersResource(() -> kit.varve.consumers()).endpoints();
    }

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, this::endpoints);
        kit.bucket("photos");
        kit.varve
                .consumers()
                .add(
                        new Follower() {
                            @Override
                            public String name() {
                                return "notes";
                            }

                            @Override
                            public String about() {
                                return "notes what it sees";
                            }

                            @Override
                            public void apply(List<Recorded> events, StateBatch with) {
                                events.forEach(event -> seen.add(event.position().value()));
                            }
                        });
        await().until(() -> kit.varve.consumers().find("notes").orElseThrow().status().lag() == 0);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told root(String method, String path) {
        return kit.request(method, path).by("root").send();
    }

    @Test
    void listsAllOfThem() {
        Told told = root("GET", "/v1/consumers").is(200);
        List<String> names = new ArrayList<>();
        for (JsonNode each : told.json().at("/consumers")) {
            names.add(each.path("name").asText());
        }
        assertThat(names)
                .contains("notes", "purge", "upload-expiry", "settle", "flush", "key-uses")
                .isSorted();
    }

    @Test
    void tellsWhereAFollowerIs() {
        Told told = root("GET", "/v1/consumers/notes").is(200);
        assertThat(told.text("/state")).isEqualTo("running");
        assertThat(told.json().at("/position").asLong()).isEqualTo(kit.varve.position().value());
        assertThat(told.json().at("/lag").asLong()).isZero();
    }

    @Test
    void pausesAndResumes() {
        assertThat(root("POST", "/v1/consumers/purge/pause").is(200).text("/state"))
                .isEqualTo("paused");
        root("POST", "/v1/consumers/purge/run").is(409);
        assertThat(root("POST", "/v1/consumers/purge/resume").is(200).text("/state"))
                .isEqualTo("running");
        root("POST", "/v1/consumers/purge/run").is(200);
    }

    @Test
    void replaysAFollower() {
        int before = seen.size();
        kit.request("POST", "/v1/consumers/notes/replay")
                .by("root")
                .body("{\"from\":0}")
                .send()
                .is(200);
        await().until(() -> seen.size() == 2 * before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    notes | {"from":-1}    | 400
                    notes | {}             | 400
                    notes | nonsense       | 400
                    notes | {"from":99999} | 409
                    purge | {"from":0}     | 409
                    other | {"from":0}     | 404
                    """)
    void refusesToReplay(String name, String body, int status) {
        kit.request("POST", "/v1/consumers/" + name + "/replay")
                .by("root")
                .body(body)
                .send()
                .is(status);
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void isForOperatorsAlone() {
        kit.request("GET", "/v1/consumers").by("alice").send().is(403);
        kit.request("POST", "/v1/consumers/purge/pause").by("alice").send().is(403);
    }
}
