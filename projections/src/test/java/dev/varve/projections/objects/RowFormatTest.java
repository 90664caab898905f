package dev.varve.projections.objects;

import static dev.varve.projections.objects.Story.BUCKET;
import static dev.varve.projections.objects.Story.key;
import static dev.varve.projections.objects.Story.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Stamp;
import dev.varve.log.StoreException;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.memory.MemoryViewStore;
import java.time.Duration;
import java.time.LocalDate;
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
            "a8969e8b47dfe6ac0b2c452888f3ff194aaa24098b45dfb75ece44ac26543150";

    /// The same for rows of a bucket whose bytes go early.
    private static final String EARLY =
            "6174557b7038f5993b79fd34fb9c7f94ac925c6c9b12abb6669257d71c891bf3";

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
    void keepsTheBytesOfRowsWhereBytesGoEarly() {
        story.createBucket("bucket", BucketSettings.DEFAULT.withBytesWindow(Duration.ofHours(1)));
        VersionId first = story.put("a", 1);
        story.put("a", 2);
        story.delete("a");
        story.tell(new Event.BytesReleased(BUCKET, List.of(new Event.Purged(key("a"), first))));
        story.put("b/1", 3);
        story.tell(
                new Event.PrefixDeleted(
                        BUCKET,
                        Bytes.utf8("b/"),
                        Event.Removal.TOMBSTONE,
                        new Event.Tally(-1, -10, -1, -10, 1, 10)));
        assertThat(digest()).hasToString(EARLY);
    }

    @Test
    void refusesRowsOfAReleaseToCome() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        rewrite((byte) 3, 0);
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
    void readsUsageOfTheFirstVersion() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        story.put("a", 1);
        Usage usage = story.view().usage(BUCKET);
        byte[] row = RowKeys.bucket(BUCKET);
        try (ViewChanges changes = store.change()) {
            byte[] value = Objects.requireNonNull(changes.get(Table.USAGE, row));
            byte[] first = Arrays.copyOf(value, value.length - 5 - Stamp.BYTES);
            first[0] = 1;
            changes.put(Table.USAGE, row, first);
            store.commit(changes, store.cut());
        }
        assertThat(story.view().usage(BUCKET)).isEqualTo(usage);
        story.put("b", 1);
        LocalDate day = LocalDate.parse("2026-01-01");
        assertThat(story.view().usage(BUCKET).objects()).isEqualTo(2);
        assertThat(story.view().usageDays(BUCKET, LocalDate.EPOCH, day))
                .containsExactly(new UsageDay(day, story.view().usage(BUCKET), 1, 0));
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
