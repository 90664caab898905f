package dev.varve.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFiguresTest {
    private static final BucketName BUCKET = new BucketName("figures");

    @TempDir private Path data;

    @Test
    void tellWhatTheStoreHolds() {
        try (Varve varve = Varve.open(VarveConfig.at(data).space(0, 0))) {
            ObjectStore store = varve.store();
            store.buckets().create(BUCKET).orThrow();
            byte[] text = "all the same ".repeat(5000).getBytes(UTF_8);
            for (String key : new String[] {"a", "b"}) {
                store.put(PutRequest.of(BUCKET, ObjectKey.of(key), Body.of(text))).orThrow();
            }
            store.uploads().create(BUCKET, ObjectKey.of("c")).orThrow();
            StoreFigures figures = new StoreFigures(varve);

            assertThat(figures.journalPosition())
                    .isGreaterThanOrEqualTo(store.position().value())
                    .isGreaterThan(3);
            assertThat(figures.viewLag()).isBetween(0L, 1L);
            assertThat(figures.blobBytesLogical()).isEqualTo(text.length);
            assertThat(figures.blobBytesPhysical()).isBetween(1L, 5000L);
            assertThat(figures.bytesSavedByCompression()).isGreaterThan(60_000);
            assertThat(figures.bytesSavedByDeduplication()).isEqualTo(text.length);
            assertThat(figures.batchSize()).isPositive();
            assertThat(figures.fsyncSeconds()).isPositive();
            assertThat(figures.openUploads()).isEqualTo(1);
        }
    }
}
