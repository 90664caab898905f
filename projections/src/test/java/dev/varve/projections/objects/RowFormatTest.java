package dev.varve.projections.objects;

import static dev.varve.projections.objects.Story.BUCKET;
import static dev.varve.projections.objects.Story.key;
import static dev.varve.projections.objects.Story.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.StoreException;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.memory.MemoryViewStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowFormatTest {
    /// Change this only together with the version byte of the rows that changed: stored views would
    /// be read wrongly.
    private static final String GOLDEN =
            "de086c48c84f644136d273f9b8a5f217494e2a695d7ec305a4f202539aef7174";

    private final MemoryViewStore store = new MemoryViewStore();
    private final Story story = new Story(store);

    @Test
    void keepsTheBytesOfEveryTable() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        VersionId first = story.put("a\0b", 1);
        story.put("a\0b", 2);
        story.put("gone", 3);
        story.delete("gone");
        Attributes tagged = Attributes.NONE.withTags(new TreeMap<>(Map.of("k", "v")));
        story.tell(new Event.AttributesChanged(BUCKET, key("a\0b"), first, tagged));
        story.tell(
                new Event.BucketSettingsChanged(
                        BUCKET, BucketSettings.DEFAULT.withVersioning(Versioning.ENABLED)));
        story.putVersion("a\0b", 4);
        VersionId purged = story.putVersion("x", 5);
        story.deleteVersion("x", purged);
        story.tell(new Event.VersionsPurged(BUCKET, List.of(new Event.Purged(key("x"), purged))));
        UploadId upload =
                new UploadId(
                        story.tell(
                                        new Event.UploadCreated(
                                                BUCKET,
                                                key("up"),
                                                "me",
                                                tagged,
                                                DigestAlgorithm.CRC32C,
                                                true))
                                .stamp());
        story.tell(
                new Event.PartPut(
                        BUCKET,
                        key("up"),
                        upload,
                        7,
                        state(6, 60).content(),
                        state(6, 60).etag(),
                        List.of()));
        story.tell(new Event.HistoryFloorRaised(BUCKET, new HybridTime(99)));
        try (ViewSnapshot snapshot = store.snapshot()) {
            assertThat(ViewDigest.of(snapshot).toString()).isEqualTo(GOLDEN);
        }
    }

    @Test
    void refusesRowsOfAReleaseToCome() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        rewrite((byte) 2, 0);
        assertThatThrownBy(() -> story.view().bucket(BUCKET))
                .isInstanceOf(StoreException.FromTheFuture.class)
                .hasMessageContaining("BUCKETS");
    }

    @Test
    void reportsRowsThatAreNotWhole() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        rewrite((byte) 1, 5);
        assertThatThrownBy(() -> story.view().bucket(BUCKET))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("BUCKETS");
    }

    /// Changes the version byte of the bucket's row and cuts bytes off its end.
    private void rewrite(byte version, int cut) {
        byte[] row = RowKeys.bucket(BUCKET);
        try (ViewChanges changes = store.change()) {
            byte[] value = Objects.requireNonNull(changes.get(Table.BUCKETS, row));
            byte[] changed = Arrays.copyOf(value, value.length - cut);
            changed[0] = version;
            changes.put(Table.BUCKETS, row, changed);
            store.commit(changes, store.cut());
        }
    }

    @Test
    void digestsDifferWhereARowDiffers() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        Hash256 before = digest();
        story.put("a", 1);
        assertThat(digest()).isNotEqualTo(before);
    }

    private Hash256 digest() {
        try (ViewSnapshot snapshot = store.snapshot()) {
            return ViewDigest.of(snapshot);
        }
    }
}
