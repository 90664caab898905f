package dev.varve.server.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Told;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterDigestResourceTest {
    private static final String DIGEST = "/v1/cluster/digest";
    @TempDir private Path directory;
    private ApiKit kit;

    private List<Endpoint> endpoints() {
        return new ClusterDigestResource(
                        provenance -> kit.varve.layouts(provenance), () -> kit.varve.journal())
                .endpoints();
    }

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, this::endpoints);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told get() {
        return kit.request("GET", DIGEST).by("root").send().is(200);
    }

    @Test
    void givesOneHashOfWhatMembersShare() {
        Told before = get();
        assertThat(before.text("/digest")).matches("[0-9a-f]{64}");
        assertThat(before.text("/node")).isEqualTo(kit.varve.journal().origin().node().toString());
        assertThat(before.json().at("/settling").asBoolean(true)).isFalse();
        assertThat(get().json()).isEqualTo(before.json());
        kit.store("alice").buckets().create(new BucketName("another")).orThrow();
        Told after = get();
        assertThat(after.text("/digest")).isNotEqualTo(before.text("/digest"));
        assertThat(after.json().at("/position").asLong())
                .isGreaterThan(before.json().at("/position").asLong());
    }

    @Test
    void isForOperators() {
        kit.send("GET", DIGEST).refused(403, "AccessDenied");
    }
}
