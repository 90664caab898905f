package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UndeleteTest {
    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    @ParameterizedTest
    @EnumSource(Versioning.class)
    void bringsTheNewestObjectOfADeletedKeyBack(Versioning versioning) {
        sample.versioning(versioning);
        sample.put("1");
        Written second = sample.put("2");
        sample.delete();
        Written back = store.history().undelete(BUCKET, KEY, null).orThrow();
        assertThat(back.version()).isNotEqualTo(second.version());
        assertThat(back.etag()).isEqualTo(second.etag());
        assertThat(sample.get()).isEqualTo("2");
        assertThat(kit.blobs.stats().blobs()).isEqualTo(2);
    }

    @Test
    void bringsANamedVersionBackOverAnother() {
        Written first = sample.put("1");
        sample.put("2");
        store.history().undelete(BUCKET, KEY, first.version()).orThrow();
        assertThat(sample.get()).isEqualTo("1");
        assertThat(sample.history()).hasSize(3);
    }

    @Test
    void bringsAVersionDeletedByIdBack() {
        sample.versioning(Versioning.ENABLED);
        Written first = sample.put("1");
        sample.delete(first.version()).orThrow();
        store.history().undelete(BUCKET, KEY, first.version()).orThrow();
        assertThat(sample.get()).isEqualTo("1");
    }

    @Test
    void keepsTagsAndMetadata() {
        sample.put("1");
        TreeMap<String, String> tags = new TreeMap<>(Map.of("t", "1"));
        store.change(BUCKET, KEY, null, new AttributeChange.SetTags(tags)).orThrow();
        sample.delete();
        store.history().undelete(BUCKET, KEY, null).orThrow();
        Version version = store.head(ReadRequest.of(BUCKET, KEY)).orThrow();
        assertThat(version.object().attributes().tags()).isEqualTo(tags);
    }

    @Test
    void refusesWhatIsNotDeleted() {
        Written first = sample.put("1");
        assertRefused(store.history().undelete(BUCKET, KEY, null), Reason.NOT_DELETED);
        assertRefused(store.history().undelete(BUCKET, KEY, first.version()), Reason.NOT_DELETED);
    }

    @Test
    void refusesWhatHistoryDoesNotHold() {
        assertRefused(store.history().undelete(BUCKET, KEY, null), Reason.NO_SUCH_KEY);
        Written first = sample.put("1");
        sample.delete();
        kit.clock.advance(Duration.ofHours(25));
        kit.maintenance.purge();
        assertRefused(store.history().undelete(BUCKET, KEY, null), Reason.NO_SUCH_KEY);
        assertRefused(
                store.history().undelete(BUCKET, KEY, first.version()), Reason.NO_SUCH_VERSION);
    }

    @Test
    void findsANamedVersionHoweverFarBack() {
        Written first = sample.put("first");
        for (int i = 0; i < 1001; i++) {
            sample.put("same");
        }
        store.history().undelete(BUCKET, KEY, first.version()).orThrow();
        assertThat(sample.get()).isEqualTo("first");
    }
}
