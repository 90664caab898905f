package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A new node takes the place of a member that is gone for good.
@Timeout(120)
class ReplaceIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path directory;

    @Test
    void aNewNodeTakesThePlaceOfOneThatIsGoneAndOfNoOther() throws Exception {
        try (NodeKit nodes = new NodeKit(directory)) {
            nodes.start("a");
            nodes.join("b", "a");
            nodes.curl("b", "/photos", "-X", "PUT");
            nodes.curl("b", "/photos/k", "-X", "PUT", "-d", "of b");
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(nodes.curl("a", "/photos/k")).isEqualTo("of b"));
            long before = weigh(nodes, 7).path("epoch").asLong();
            nodes.stop("a");
            nodes.withSecret("VARVE_CLUSTER_BOOTSTRAP_TOKEN", "another-bootstrap-token");
            nodes.start("a");
            await().atMost(SOON).until(() -> peer(nodes).path("state").asText().equals("level"));
            nodes.with("cluster.name", "b");
            assertRefused(nodes, "A member is called b already");
            nodes.with("cluster.replace", "true");
            assertRefused(nodes, "The member b answers");
            nodes.with("cluster.name", "z");
            assertRefused(nodes, "No member is called z");
            assertThat(cluster(nodes).path("layout").path("epoch").asLong()).isEqualTo(before);

            String gone = member(nodes).path("node").asText();
            nodes.stop("b");
            await().atMost(SOON).until(() -> peer(nodes).path("state").asText().equals("failed"));
            nodes.with("cluster.name", "b").join("c", "a");
            assertThat(member(nodes).path("node").asText()).isNotEqualTo(gone);
            assertThat(member(nodes).path("weight").asInt()).isEqualTo(7);
            JsonNode layout = cluster(nodes).path("layout");
            assertThat(layout.path("default_owner").asText()).isEqualTo("b");
            assertThat(layout.at("/rules/0/owner").asText()).isEqualTo("b");
            assertThat(member(nodes).path("urls").get(0).asText()).isEqualTo(nodes.url("c"));
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(nodes.curl("c", "/photos/k")).isEqualTo("of b"));
            nodes.curl("c", "/photos/new", "-X", "PUT", "-d", "of the new b");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(nodes.curl("a", "/photos/new")).isEqualTo("of the new b"));
        }
    }

    private static void assertRefused(NodeKit nodes, String why) {
        assertThatThrownBy(() -> nodes.join("c", "a")).hasMessageContaining(why);
    }

    private static JsonNode cluster(NodeKit nodes) throws Exception {
        return JSON.readTree(nodes.curl("a", "/v1/cluster"));
    }

    private static JsonNode peer(NodeKit nodes) throws Exception {
        for (JsonNode peer : cluster(nodes).path("peers")) {
            if (peer.path("direction").asText().equals("from")) {
                return peer;
            }
        }
        return JSON.missingNode();
    }

    private static JsonNode member(NodeKit nodes) throws Exception {
        for (JsonNode member : cluster(nodes).path("layout").path("members")) {
            if (member.path("name").asText().equals("b")) {
                return member;
            }
        }
        return JSON.missingNode();
    }

    /// Gives the member another weight, and answers the layout then.
    private static JsonNode weigh(NodeKit nodes, int weight) throws Exception {
        ObjectNode layout = (ObjectNode) cluster(nodes).path("layout");
        layout.put("mode", "assigned").put("default_owner", "b");
        layout.putArray("rules").addObject().put("bucket", "papers").put("owner", "b");
        layout.put("epoch", layout.path("epoch").asLong() + 1);
        for (JsonNode member : layout.path("members")) {
            if (member.path("name").asText().equals("b")) {
                ((ObjectNode) member).put("weight", weight);
            }
        }
        String answer =
                nodes.curl(
                        "a",
                        "/v1/cluster",
                        "-X",
                        "PUT",
                        "-H",
                        "content-type: application/json",
                        "-d",
                        layout.toString());
        assertThat(answer).contains("\"weight\":" + weight);
        return layout;
    }
}
