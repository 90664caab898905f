package dev.varve.server.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.NodeId;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Told;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.cluster.Heard;
import dev.varve.server.cluster.PeerStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatLevelResourceTest {
    private static final String PATH = "/v1/cluster/format-level";
    private static final NodeId B = new NodeId(0xb);

    @TempDir private Path directory;
    private final Map<NodeId, Integer> announced = new HashMap<>();
    private ApiKit kit;

    /// Follows nobody, and was told what the test says.
    private final class Announcing implements ClusterStatus {
        @Override
        public List<PeerStatus> peers() {
            return List.of();
        }

        @Override
        public Map<NodeId, Integer> announced() {
            return Map.copyOf(announced);
        }

        @Override
        public Optional<Heard> heard(NodeId node) {
            return Optional.empty();
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
                new ArrayList<>(
                        new FormatLevelResource(
                                        provenance -> kit.varve.layouts(provenance),
                                        Announcing::new)
                                .endpoints());
        all.addAll(
                new ClusterResource(
                                provenance -> kit.varve.layouts(provenance),
                                () -> kit.varve.journal(),
                                Announcing::new)
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
                        {"node":"self","name":"a","urls":["http://a:9000"]},
                        {"node":"000000000000000b","name":"b","urls":["http://b:9000"]}]}
                        """)
                .send()
                .is(200);
        announced.put(kit.varve.journal().origin().node(), 2);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told raise(String body) {
        return kit.request("PUT", PATH).by("root").body(body).send();
    }

    private String told() {
        return kit.request("GET", PATH).by("root").send().is(200).json().toString();
    }

    @Test
    void raisesOnlyToWhatEveryMemberSaidItReads() {
        assertThat(told()).isEqualTo("{\"level\":1,\"reads\":{\"a\":2}}");
        Told refused = raise("{\"level\":2}").refused(409, "FormNotAnnounced");
        assertThat(refused.text("/detail")).isEqualTo("Not announced to read forms of level 2: b.");
        announced.put(B, 1);
        raise("{\"level\":2}").refused(409, "FormNotAnnounced");
        assertThat(told()).isEqualTo("{\"level\":1,\"reads\":{\"a\":2,\"b\":1}}");
        announced.put(B, 2);
        assertThat(raise("{\"level\":2}").is(200).json().path("level").asInt()).isEqualTo(2);
        assertThat(told()).isEqualTo("{\"level\":2,\"reads\":{\"a\":2,\"b\":2}}");
        assertThat(raise("{\"level\":1}").is(200).json().path("level").asInt()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoLevel() {
        raise("{\"level\":0}").refused(400, "InvalidArgument");
        raise("{\"level\":\"x\"}").refused(400, "MalformedJSON");
        kit.send("PUT", PATH, "{\"level\":1}").refused(403, "AccessDenied");
        assertThat(told()).startsWith("{\"level\":1,");
    }
}
