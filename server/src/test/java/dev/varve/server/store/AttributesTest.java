package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Metadata;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AttributeChange.SetMetadata;
import dev.varve.server.store.AttributeChange.SetTags;
import dev.varve.server.store.Refusal.Reason;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttributesTest {
    private static final SortedMap<String, String> TAGS = new TreeMap<>(Map.of("t", "1"));
    private static final Metadata HTML = Metadata.ofType("text/html");

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit, Versioning.ENABLED);

    @AfterEach
    void close() {
        kit.close();
    }

    private Version head() {
        return store.head(ReadRequest.of(BUCKET, KEY)).orThrow();
    }

    @Test
    void changesInPlaceWithoutANewVersion() {
        Written written = sample.put("1");
        store.change(BUCKET, KEY, null, new SetTags(TAGS)).orThrow();
        store.change(BUCKET, KEY, null, new SetMetadata(HTML)).orThrow();
        assertThat(head().id()).isEqualTo(written.version());
        assertThat(head().modified()).isEqualTo(written.modified());
        assertThat(head().object().attributes().tags()).isEqualTo(TAGS);
        assertThat(head().object().attributes().metadata()).isEqualTo(HTML);
        assertThat(sample.history()).hasSize(1);
        assertThat(sample.get()).isEqualTo("1");
    }

    @Test
    void changesANamedVersionAlone() {
        Written first = sample.put("1");
        sample.put("2");
        store.change(BUCKET, KEY, VersionRef.of(first.version()), new SetTags(TAGS)).orThrow();
        assertThat(head().object().attributes().tags()).isEmpty();
        assertThat(sample.history().getLast().object().attributes().tags()).isEqualTo(TAGS);
    }

    @Test
    void writesNoEventForAChangeThatChangesNothing() {
        sample.put("1");
        store.change(BUCKET, KEY, null, new SetTags(TAGS)).orThrow();
        var before = store.position();
        store.change(BUCKET, KEY, null, new SetTags(TAGS)).orThrow();
        assertThat(store.position()).isEqualTo(before);
    }

    @Test
    void refusesWhatIsMissingDeletedOrAMarker() {
        assertRefused(store.change(BUCKET, KEY, null, new SetTags(TAGS)), Reason.NO_SUCH_KEY);
        assertRefused(
                store.change(BUCKET, KEY, VersionRef.NULL, new SetTags(TAGS)),
                Reason.NO_SUCH_VERSION);
        sample.put("1");
        VersionRef marker = sample.delete().marker().orElseThrow();
        assertRefused(store.change(BUCKET, KEY, null, new SetTags(TAGS)), Reason.NO_SUCH_KEY);
        assertRefused(store.change(BUCKET, KEY, marker, new SetTags(TAGS)), Reason.DELETE_MARKER);
    }
}
