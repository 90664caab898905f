package dev.varve.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.server.store.Listings.Listing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The thin path through every room, on real files.
class VarveTest {
    private static final BucketName BUCKET = new BucketName("photos");
    private static final ObjectKey KEY = ObjectKey.of("a/b");

    @TempDir Path data;

    @Test
    void readsBackWhatWasPutAfterReopening() {
        byte[] small = "hello".getBytes(StandardCharsets.UTF_8);
        byte[] large = new byte[3 << 20];
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            varve.store().buckets().create(BUCKET).orThrow();
            put(varve, KEY, small);
            put(varve, ObjectKey.of("large"), large);
        }
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            assertArrayEquals(small, get(varve, KEY, AsOf.NOW));
            assertArrayEquals(large, get(varve, ObjectKey.of("large"), AsOf.NOW));
            assertEquals(2, list(varve, AsOf.NOW));
        }
    }

    @Test
    void readsThePast() {
        byte[] first = "first".getBytes(StandardCharsets.UTF_8);
        byte[] second = "second".getBytes(StandardCharsets.UTF_8);
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            varve.store().buckets().create(BUCKET).orThrow();
            AsOf empty = new AsOf.AtPosition(varve.position());
            AsOf before = new AsOf.AtPosition(put(varve, KEY, first).position());
            put(varve, KEY, second);
            varve.store().delete(BUCKET, KEY).orThrow();
            assertEquals(0, list(varve, empty));
            assertEquals(1, list(varve, before));
            assertEquals(0, list(varve, AsOf.NOW));
            assertArrayEquals(first, get(varve, KEY, before));
            varve.store().history().undelete(BUCKET, KEY, null).orThrow();
            assertArrayEquals(second, get(varve, KEY, AsOf.NOW));
        }
    }

    @Test
    void keepsASecondOpenOut() {
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            assertThrows(StoreException.Locked.class, () -> Varve.open(VarveConfig.at(data)));
            assertEquals(new Position(0), varve.position());
        }
    }

    @Test
    void namesContentOfAPrivateDomainByAKeyOfItsOwn() {
        byte[] bytes = "secret".getBytes(StandardCharsets.UTF_8);
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            int domain = varve.newDedupDomain();
            BucketSettings settings = inDomain(BucketSettings.DEFAULT, domain);
            varve.store().buckets().create(BUCKET, settings).orThrow();
            put(varve, KEY, bytes);
        }
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            assertArrayEquals(bytes, get(varve, KEY, AsOf.NOW));
            Outcome<?> unknown =
                    varve.store()
                            .buckets()
                            .create(new BucketName("other"), inDomain(BucketSettings.DEFAULT, 99));
            assertFalse(unknown.isDone());
        }
    }

    private static BucketSettings inDomain(BucketSettings settings, int domain) {
        return new BucketSettings(
                settings.versioning(),
                settings.historyWindow(),
                settings.objectLock(),
                settings.quota(),
                domain,
                settings.tags(),
                settings.documents());
    }

    private static Written put(Varve varve, ObjectKey key, byte[] bytes) {
        return varve.store().put(PutRequest.of(BUCKET, key, Body.of(bytes))).orThrow();
    }

    private static byte[] get(Varve varve, ObjectKey key, AsOf asOf) {
        return varve.store().get(ReadRequest.of(BUCKET, key).asOf(asOf)).orThrow().readAll();
    }

    private static int list(Varve varve, AsOf asOf) {
        return varve.store()
                .listings()
                .objects(BUCKET, Listing.ALL.asOf(asOf))
                .orThrow()
                .objects()
                .size();
    }
}
