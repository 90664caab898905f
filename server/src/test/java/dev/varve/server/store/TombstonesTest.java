package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Story;
import dev.varve.projections.objects.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstonesTest {
    private static final BucketId BUCKET = new BucketId(7);
    private static final BucketName NAME = new BucketName("theirs");
    private static final ObjectKey KEY = ObjectKey.of("k");

    @TempDir private Path data;
    private final OtherNode peer = new OtherNode(() -> Instant.now().minus(Duration.ofHours(1)));
    private Varve varve;

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(data));
    }

    @AfterEach
    void close() {
        varve.close();
    }

    /// There the bucket was versioned already.
    private void putNamedThere() {
        Event put = new Event.ObjectPut(BUCKET, KEY, false, Story.state(1, 10));
        peer.tell(varve, OtherNode.created(7, "theirs"), put);
    }

    private PurgeResult purge() {
        return history().purge(NAME, KEY).orThrow();
    }

    private History history() {
        return varve.store().history();
    }

    private boolean isThere() {
        return varve.store().head(ReadRequest.of(NAME, KEY)).isDone();
    }

    @Test
    void whatWasDeletedStaysSoAfterAPurge() {
        putNamedThere();
        assertThat(isThere()).isTrue();
        varve.store().delete(NAME, KEY).orThrow();
        assertThat(purge()).isEqualTo(PurgeResult.NOTHING);
        assertThat(isThere()).isFalse();
    }

    @Test
    void aTombstoneOverNothingElseGoes() {
        putNamedThere();
        varve.store().delete(NAME, KEY).orThrow();
        VersionId named =
                history().of(NAME, KEY, null, 10).orThrow().stream()
                        .filter(Version::isObject)
                        .findFirst()
                        .orElseThrow()
                        .id();
        varve.store().deleteVersion(NAME, KEY, VersionRef.of(named), false).orThrow();
        assertThat(purge().versions()).as("what was deleted by name").isEqualTo(1);
        assertThat(purge().versions()).as("what kept it deleted before").isEqualTo(1);
        assertThat(history().of(NAME, KEY, null, 10).orThrow()).isEmpty();
    }
}
