package dev.varve.server.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.ClusterId;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Told;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.cluster.Heard;
import dev.varve.server.cluster.PeerStatus;
import dev.varve.server.store.OtherNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that has a part of what another wrote, and tells so.
class UnshippedResourceTest {
    private static final Origin GONE = OtherNode.ORIGIN;
    private static final Origin THIRD = new Origin(new NodeId(0xc), 1);
    private static final Instant UNTIL = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir private Path directory;
    private Optional<Heard> heard = Optional.empty();
    private ApiKit kit;

    /// Follows nobody, and heard what the test says.
    private final class Listening implements ClusterStatus {
        @Override
        public List<PeerStatus> peers() {
            return List.of();
        }

        @Override
        public Map<NodeId, Integer> announced() {
            return Map.of();
        }

        @Override
        public Optional<Heard> heard(NodeId node) {
            return heard.filter(said -> said.origin().node().equals(node));
        }

        @Override
        public boolean pause(NodeId node) {
            return false;
        }

        @Override
        public boolean resume(NodeId node) {
            return false;
        }
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> all =
                new ArrayList<>(new UnshippedResource(() -> kit.varve, Listening::new).endpoints());
        all.addAll(
                new ClusterResource(
                                provenance -> kit.varve.layouts(provenance),
                                () -> kit.varve.journal(),
                                Listening::new)
                        .endpoints());
        return all;
    }

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, this::endpoints);
        kit.request("PUT", "/v1/cluster")
                .by("root")
                .body(
                        """
                        {"mode":"replicated","members":[
                        {"node":"self","name":"b","urls":["http://b:9000"],"role":"read-only"},
                        {"node":"%s","name":"a","urls":["http://a:9000"]},
                        {"node":"%s","name":"c","urls":["http://c:9000"],"role":"read-only"}]}
                        """
                                .formatted(GONE.node(), THIRD.node()))
                .send()
                .is(200);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told ask(String member) {
        return kit.request("GET", "/v1/cluster/members/" + member + "/unshipped").by("root").send();
    }

    private ClusterId cluster() {
        return kit.varve.journal().cluster();
    }

    @Test
    void knowsOfNothingWhereNothingCame() {
        JsonNode told = ask("a").is(200).json();
        assertThat(told.toString())
                .isEqualTo(
                        "{\"node\":\"%s\",\"name\":\"a\",\"incarnation\":0,\"position\":-1,\"missing\":0,\"elsewhere\":[]}"
                                .formatted(GONE.node()));
    }

    @Test
    void tellsWhatTheMemberSaidItHasBesideWhatIsHere() {
        OtherNode gone = new OtherNode(cluster(), InstantSource.system());
        gone.tell(kit.varve, gone.started(), OtherNode.created(77, "theirs"));
        JsonNode before = ask("a").is(200).json();
        assertThat(before.path("position").asLong()).isEqualTo(1);
        assertThat(before.path("incarnation").asInt()).isEqualTo(1);
        assertThat(before.has("announced")).isFalse();
        heard = Optional.of(new Heard(GONE, new Position(4), UNTIL));
        JsonNode told = ask(GONE.node().toString()).is(200).json();
        assertThat(told.path("announced").asLong()).isEqualTo(4);
        assertThat(told.path("heard_until").asText()).isEqualTo(UNTIL.toString());
        assertThat(told.path("missing").asLong()).isEqualTo(3);
        heard = Optional.of(new Heard(GONE, new Position(1), UNTIL));
        assertThat(ask("a").json().path("missing").asLong()).isZero();
    }

    @Test
    void namesMembersThatSaidTheyHaveMore() {
        OtherNode gone = new OtherNode(cluster(), InstantSource.system());
        OtherNode third = new OtherNode(cluster(), THIRD, InstantSource.system());
        gone.tell(kit.varve, gone.started());
        Event seen = gone.frame(OtherNode.created(77, "theirs")).imported();
        third.tell(kit.varve, third.started(), seen);
        JsonNode told = ask("a").is(200).json();
        assertThat(told.path("missing").asLong()).isEqualTo(1);
        assertThat(told.path("elsewhere").toString())
                .isEqualTo(
                        "[{\"node\":\"%s\",\"name\":\"c\",\"incarnation\":1,\"position\":1}]"
                                .formatted(THIRD.node()));
        assertThat(ask("c").json().path("elsewhere")).isEmpty();
    }

    @Test
    void stillKnowsOneThatWasTakenOut() {
        OtherNode gone = new OtherNode(cluster(), InstantSource.system());
        gone.tell(kit.varve, gone.started());
        kit.request("POST", "/v1/cluster/members/b/promote?instead_of=a").by("root").send().is(200);
        kit.request("POST", "/v1/cluster/members/a/remove").by("root").send().is(200);
        ask("a").refused(404, "NoSuchResource");
        JsonNode told = ask(GONE.node().toString()).is(200).json();
        assertThat(told.path("name").asText()).isEqualTo(GONE.node().toString());
        assertThat(told.path("position").asLong()).isZero();
    }

    @Test
    void refusesItselfAndWhoIsNobody() {
        ask("nobody").refused(404, "NoSuchResource");
        ask("b").refused(400, "InvalidArgument");
        kit.send("GET", "/v1/cluster/members/a/unshipped").refused(403, "AccessDenied");
    }
}
