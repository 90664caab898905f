package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the configuration says of new buckets holds for those that are made over S3.
class NewBucketDefaultsTest {
    private static final BucketSettings DEFAULTS =
            BucketSettings.DEFAULT
                    .withHistoryWindow(Duration.ofHours(1))
                    .withQuota(new Quota(1000, 10));

    @TempDir private Path directory;
    private Varve varve;

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(directory).space(0, 0).newBuckets(DEFAULTS));
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private BucketSettings settings() {
        return varve.store().buckets().find(new BucketName("fresh")).orElseThrow().settings();
    }

    @Test
    void holdsForPlainBuckets() {
        new FakeCall(varve.store(), "fresh", "").send(new CreateBucket());

        assertThat(settings()).isEqualTo(DEFAULTS);
    }

    @Test
    void holdsBesideObjectLock() {
        new FakeCall(varve.store(), "fresh", "")
                .header("x-amz-bucket-object-lock-enabled", "true")
                .send(new CreateBucket());

        assertThat(settings().quota()).isEqualTo(DEFAULTS.quota());
        assertThat(settings().historyWindow()).isEqualTo(DEFAULTS.historyWindow());
        assertThat(settings().versioning()).isEqualTo(Versioning.ENABLED);
    }

    @Test
    void holdsForProgramsThatSayNothing() {
        varve.store().buckets().create(new BucketName("fresh")).orThrow();

        assertThat(settings()).isEqualTo(DEFAULTS);
    }
}
