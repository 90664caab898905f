package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.SealedSecret;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.memory.MemoryViewStore;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccessKeysTest {
    private static final AccessKeyId ONE = new AccessKeyId("A".repeat(20));
    private static final AccessKeyId TWO = new AccessKeyId("B".repeat(20));
    private static final SealedSecret SECRET = new SealedSecret(3, Bytes.hex("0102"));

    private final MemoryViewStore store = new MemoryViewStore();
    private final Story story = new Story(store);

    /// The rights that there were when the bytes of rows were fixed.
    private static final AccessGrant GRANT =
            new AccessGrant(
                    EnumSet.complementOf(EnumSet.of(AccessRight.READ_HISTORY)),
                    AccessGrant.EVERYTHING.bucket(),
                    AccessGrant.EVERYTHING.prefix());

    private static AccessSettings settings(String label) {
        return new AccessSettings(label, List.of(GRANT), Reach.OWN, null);
    }

    private void create(AccessKeyId id) {
        story.tell(new Event.AccessKeyCreated(id, "ann", settings("first"), SECRET));
    }

    private String digest() {
        try (ViewSnapshot snapshot = store.snapshot()) {
            return ViewDigest.of(snapshot).toString();
        }
    }

    @Test
    void findsKeysByIdAndInOrder() {
        create(TWO);
        create(ONE);
        AccessKey one = story.view().accessKey(ONE).orElseThrow();
        assertThat(one)
                .isEqualTo(
                        new AccessKey(
                                ONE,
                                "ann",
                                settings("first"),
                                SECRET,
                                Story.BEGIN.plusSeconds(2),
                                "system"));
        assertThat(story.view().accessKeys("", 10))
                .extracting(AccessKey::id)
                .containsExactly(ONE, TWO);
        assertThat(story.view().accessKeys("", 1)).containsExactly(one);
        assertThat(story.view().accessKeys(ONE.value(), 10))
                .extracting(AccessKey::id)
                .containsExactly(TWO);
        assertThat(story.view().accessKeyCount()).isEqualTo(2);
    }

    @Test
    void changesWhatMayBeChanged() {
        create(ONE);
        story.tell(new Event.AccessKeyChanged(ONE, settings("second")));
        AccessKey one = story.view().accessKey(ONE).orElseThrow();
        assertThat(one.settings()).isEqualTo(settings("second"));
        assertThat(one.secret()).isEqualTo(SECRET);
        assertThat(one.created()).isEqualTo(Story.BEGIN.plusSeconds(1));
        assertThat(story.view().accessKeyCount()).isEqualTo(1);
    }

    @Test
    void forgetsRevokedKeysAndTheirSecrets() {
        create(ONE);
        create(TWO);
        story.tell(new Event.AccessKeyRevoked(ONE));
        assertThat(story.view().accessKey(ONE)).isEmpty();
        assertThat(story.view().accessKeys("", 10)).extracting(AccessKey::id).containsExactly(TWO);
        assertThat(story.view().accessKeyCount()).isEqualTo(1);
        assertThatThrownBy(() -> story.tell(new Event.AccessKeyRevoked(ONE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(ONE.value());
    }

    @Test
    void countsKeysAmongWhatNodesMustAgreeOn() {
        String before = digest();
        create(ONE);
        assertThat(digest()).isNotEqualTo(before);
    }

    /// Change this only together with the version byte of the rows.
    @Test
    void keepsTheBytesOfItsRows() {
        create(ONE);
        assertThat(digest())
                .isEqualTo("1cd05875601fab307a2725dd791d656aa8ade39279226233292c14c5d2f88396");
    }

    @Test
    void keepsRowsOfBucketsThatAreNotPublicAsTheyWere() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        String before = digest();
        MemoryViewStore other = new MemoryViewStore();
        new Story(other).createBucket("bucket", BucketSettings.DEFAULT.withPublicRead(true));
        try (ViewSnapshot snapshot = other.snapshot()) {
            assertThat(ViewDigest.of(snapshot).toString()).isNotEqualTo(before);
            assertThat(new ObjectView(snapshot).bucket(Story.BUCKET).orElseThrow().settings())
                    .isEqualTo(BucketSettings.DEFAULT.withPublicRead(true));
        }
        assertThat(story.view().bucket(Story.BUCKET).orElseThrow().settings())
                .isEqualTo(BucketSettings.DEFAULT);
    }
}
