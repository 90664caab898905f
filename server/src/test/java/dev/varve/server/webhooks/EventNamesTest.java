package dev.varve.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Actor;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Provenance.Surface;
import dev.varve.log.Retention;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.RestoreRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventNamesTest extends HookKit {
    private static final ObjectKey KEY = ObjectKey.of("a");

    private ObjectStore as(String actor, Surface surface, String source) {
        return varve.store(new Provenance(new Actor(actor), surface, source, ""));
    }

    private void change(AttributeChange change) {
        store().change(PHOTOS, KEY, null, change).orThrow();
    }

    private void restore(Position to) {
        store().restore(RestoreRequest.of(PHOTOS, new AsOf.AtPosition(to))).orThrow();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYSTEM")
    void userWhoseIdIsLifecycleExpiresNothing(Surface surface) throws InterruptedException {
        webhook("w");
        bucket(Versioning.OFF);
        put("a");
        as("lifecycle", surface, "lifecycle:rule").delete(PHOTOS, KEY).orThrow();
        assertThat(told(3).getLast()).isEqualTo("s3:ObjectRemoved:Delete photos/a");
    }

    @Test
    void whatSystemDoesOtherwiseExpiresNothing() throws InterruptedException {
        webhook("w");
        bucket(Versioning.OFF);
        put("a");
        as("system", Surface.SYSTEM, "").delete(PHOTOS, KEY).orThrow();
        put("a");
        as("lifecycle", Surface.SYSTEM, "").delete(PHOTOS, KEY).orThrow();
        assertThat(told(5))
                .filteredOn(each -> each.contains("Delete"))
                .containsOnly("s3:ObjectRemoved:Delete photos/a");
    }

    @ParameterizedTest
    @EnumSource(Versioning.class)
    void whatLifecycleDoesIsAnExpiration(Versioning versioning) throws InterruptedException {
        webhook("w");
        bucket(versioning);
        put("a");
        as("lifecycle", Surface.SYSTEM, "lifecycle:rule").delete(PHOTOS, KEY).orThrow();
        assertThat(told(3).getLast())
                .isEqualTo(
                        versioning == Versioning.OFF
                                ? "s3:LifecycleExpiration:Delete photos/a"
                                : "s3:LifecycleExpiration:DeleteMarkerCreated photos/a");
    }

    @Test
    void tellsWhatAttributesChanged() throws InterruptedException {
        webhook("w");
        store().buckets()
                .create(
                        PHOTOS,
                        BucketSettings.DEFAULT
                                .withVersioning(Versioning.ENABLED)
                                .withObjectLock(new ObjectLock(true, null, Duration.ZERO)))
                .orThrow();
        put("a");
        Instant until = Instant.now().plusSeconds(3600);
        change(new AttributeChange.SetMetadata(Metadata.ofType("text/plain")));
        change(new AttributeChange.SetLegalHold(true));
        change(new AttributeChange.SetLegalHold(false));
        change(
                new AttributeChange.SetRetention(
                        Optional.of(new Retention(Retention.Mode.GOVERNANCE, until)), false));
        change(new AttributeChange.SetRetention(Optional.empty(), true));
        assertThat(told(7).subList(2, 7))
                .containsExactly(
                        "s3:ObjectMetadata:Put photos/a",
                        "s3:ObjectLock:PutLegalHold photos/a",
                        "s3:ObjectLock:PutLegalHold photos/a",
                        "s3:ObjectLock:PutRetention photos/a",
                        "s3:ObjectLock:PutRetention photos/a");
    }

    @Test
    void tellsOfEachVersionThatIsPurged() throws InterruptedException {
        bucket(Versioning.OFF);
        put("a");
        put("a");
        put("b");
        webhook("w");
        store().history().purge(PHOTOS, "").orThrow();
        put("end");
        await(() -> got.stream().anyMatch(each -> each.key().equals("end")));
        List<Version> left = store().history().of(PHOTOS, KEY, null, 10).orThrow();
        assertThat(left).hasSize(1);
        assertThat(told(3))
                .containsExactlyInAnyOrder(
                        "s3:BucketChanged:HistoryFloor photos",
                        "s3:ObjectPurged:Version photos/a",
                        "s3:ObjectCreated:Put photos/end");
    }

    @Test
    void tellsOfWhatRestoreMadeRemovedAndLeft() throws InterruptedException {
        bucket(Versioning.OFF);
        put("changed");
        put("deleted");
        put("same");
        Position then = varve.position();
        put("changed", new byte[1]);
        put("new");
        store().delete(PHOTOS, ObjectKey.of("deleted")).orThrow();
        webhook("w");
        restore(then);
        put("end");
        await(() -> got.stream().anyMatch(each -> each.key().equals("end")));
        assertThat(told(4))
                .containsExactlyInAnyOrder(
                        "s3:ObjectCreated:Restore photos/changed",
                        "s3:ObjectCreated:Restore photos/deleted",
                        "s3:ObjectRemoved:Delete photos/new",
                        "s3:ObjectCreated:Put photos/end");
        assertThat(got.getFirst().json().at("/Records/0/s3/object/size").asLong()).isEqualTo(7);
    }

    @Test
    void tellsOfMarkerThatRestorePlaces() throws InterruptedException {
        bucket(Versioning.ENABLED);
        Position then = varve.position();
        put("new");
        webhook("w");
        restore(then);
        assertThat(told(1)).containsExactly("s3:ObjectRemoved:DeleteMarkerCreated photos/new");
    }

    @Test
    void tellsOfOneObjectThatIsBroughtBack() throws InterruptedException {
        bucket(Versioning.ENABLED);
        put("a");
        Position then = varve.position();
        put("a", new byte[1]);
        webhook("w");
        store().restore(RestoreRequest.of(PHOTOS, KEY, new AsOf.AtPosition(then))).orThrow();
        assertThat(told(1)).containsExactly("s3:ObjectCreated:Undelete photos/a");
    }
}
