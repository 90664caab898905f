package dev.varve.server.store;

import static dev.varve.server.store.SampleLayouts.replicated;
import static dev.varve.server.store.SampleLayouts.writer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptForgottenTest {
    private static final BucketName NAME = new BucketName("mine");
    private static final NodeId THEM = OtherNode.ORIGIN.node();

    @TempDir private Path data;
    private volatile Duration offset = Duration.ofHours(-1);
    private final OtherNode peer = new OtherNode(() -> Instant.now().plus(offset));
    private Varve varve;

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(data));
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private void deletePrefix() {
        varve.store().buckets().create(NAME).orThrow();
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        varve.store().put(PutRequest.of(NAME, ObjectKey.of("in/k"), Body.of(content))).orThrow();
        varve.store().deletePrefix(PrefixDelete.of(NAME, "in/")).orThrow();
        varve.maintenance().settle();
    }

    private void join() {
        NodeId self = varve.journal().origin().node();
        ClusterLayout layout = replicated(1, writer("a", self), writer("b", THEM));
        peer.tell(
                varve, new Event.ClusterChanged(1, List.of(self, THEM), LayoutCodec.write(layout)));
    }

    @Test
    void bulkDeleteIsKeptAsLongAsAnOlderEventOfAnotherMemberCanCome() {
        join();
        deletePrefix();
        assertThat(varve.maintenance().forgetKept()).as("they are an hour behind").isZero();
        offset = Duration.ofMinutes(1);
        peer.tell(varve, OtherNode.created(7, "theirs"));
        assertThat(varve.maintenance().forgetKept()).isEqualTo(1);
        assertThat(varve.maintenance().forgetKept()).isZero();
    }

    @Test
    void nodeOnItsOwnKeepsNothing() {
        deletePrefix();
        assertThat(varve.maintenance().forgetKept()).isZero();
    }
}
