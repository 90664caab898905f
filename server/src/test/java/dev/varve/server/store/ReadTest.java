package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadTest {
    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);
    private final ReadRequest request = ReadRequest.of(BUCKET, KEY);

    @AfterEach
    void close() {
        kit.close();
    }

    private String range(ByteRange range) {
        return sample.get(request.range(range));
    }

    private Reason refusalOf(ByteRange range) {
        return Sample.refusalOf(store.get(request.range(range)));
    }

    @Test
    void refusesAKeyThatIsMissing() {
        sample.assertAbsent();
        Sample.assertRefused(store.head(request), Reason.NO_SUCH_KEY);
    }

    @Test
    void readsRanges() {
        sample.put("0123456789");
        assertThat(range(new ByteRange.FromTo(2, 4L))).isEqualTo("234");
        assertThat(range(new ByteRange.FromTo(7, null))).isEqualTo("789");
        assertThat(range(new ByteRange.FromTo(7, 1000L))).isEqualTo("789");
        assertThat(range(new ByteRange.FromTo(0, 0L))).isEqualTo("0");
        assertThat(range(new ByteRange.Suffix(3))).isEqualTo("789");
        assertThat(range(new ByteRange.Suffix(1000))).isEqualTo("0123456789");
        assertThat(range(new ByteRange.PartNumber(1))).isEqualTo("0123456789");
    }

    @Test
    void saysWhatARangeCameTo() {
        sample.put("0123456789");
        try (ObjectBody body = store.get(request.range(new ByteRange.FromTo(7, 1000L))).orThrow()) {
            assertThat(body.range()).isEqualTo(new ByteRange.Resolved(7, 3, true));
            assertThat(body.version().size()).isEqualTo(10);
        }
        try (ObjectBody body = store.get(request).orThrow()) {
            assertThat(body.range()).isEqualTo(new ByteRange.Resolved(0, 10, false));
        }
    }

    @Test
    void refusesRangesOutsideTheObject() {
        sample.put("0123456789");
        assertThat(refusalOf(new ByteRange.FromTo(10, null))).isEqualTo(Reason.INVALID_RANGE);
        assertThat(refusalOf(new ByteRange.Suffix(0))).isEqualTo(Reason.INVALID_RANGE);
        assertThat(refusalOf(new ByteRange.PartNumber(2))).isEqualTo(Reason.INVALID_PART);
        sample.put("");
        assertThat(refusalOf(new ByteRange.FromTo(0, null))).isEqualTo(Reason.INVALID_RANGE);
        assertThat(refusalOf(new ByteRange.Suffix(5))).isEqualTo(Reason.INVALID_RANGE);
    }

    @Test
    void readsThePastByTimeAndByPosition() {
        Written first = sample.put("first");
        kit.clock.advance(Duration.ofSeconds(1));
        sample.put("second");
        kit.clock.advance(Duration.ofSeconds(1));
        sample.delete();
        assertThat(asOf(SettableClock.START)).isEqualTo("first");
        assertThat(asOf(SettableClock.START.plusMillis(999))).isEqualTo("first");
        assertThat(asOf(SettableClock.START.plusMillis(1000))).isEqualTo("second");
        assertThat(sample.get(request.asOf(new AsOf.AtPosition(first.position()))))
                .isEqualTo("first");
        sample.assertAbsent(
                request.asOf(new AsOf.At(SettableClock.START.plusSeconds(2))), Reason.NO_SUCH_KEY);
        sample.assertAbsent();
    }

    private String asOf(Instant instant) {
        return sample.get(request.asOf(new AsOf.At(instant)));
    }

    @Test
    void readsTheAttributesOfThen() {
        Written first = sample.put("first");
        store.change(
                        BUCKET,
                        KEY,
                        null,
                        new AttributeChange.SetMetadata(dev.varve.log.Metadata.ofType("a/b")))
                .orThrow();
        Version then = store.head(request.asOf(new AsOf.AtPosition(first.position()))).orThrow();
        assertThat(then.object().attributes().metadata().system()).isEmpty();
        Version now = store.head(request).orThrow();
        assertThat(now.object().attributes().metadata().system())
                .containsEntry("content-type", "a/b");
    }

    @Test
    void readsANamedVersionAsItWasVisibleThen() {
        sample.versioning(Versioning.ENABLED);
        Written first = sample.put("first");
        Written second = sample.put("second");
        sample.delete(first.version()).orThrow();
        ReadRequest named = request.version(VersionRef.of(first.version()));
        sample.assertAbsent(named, Reason.NO_SUCH_VERSION);
        assertThat(sample.get(named.asOf(new AsOf.AtPosition(second.position()))))
                .isEqualTo("first");
        Position before = new Position(first.position().value() - 1);
        sample.assertAbsent(named.asOf(new AsOf.AtPosition(before)), Reason.NO_SUCH_VERSION);
    }

    @Test
    void readsTheNullVersionOfThen() {
        Written first = sample.put("first");
        Written second = sample.put("second");
        ReadRequest named = request.version(VersionRef.NULL);
        assertThat(sample.get(named)).isEqualTo("second");
        assertThat(sample.get(named.asOf(new AsOf.AtPosition(first.position()))))
                .isEqualTo("first");
        assertThat(sample.get(named.asOf(new AsOf.AtPosition(second.position()))))
                .isEqualTo("second");
    }

    @Test
    void refusesTimesBeforeTheBucketAndPositionsBeyondTheJournal() {
        sample.put("first");
        sample.assertAbsent(
                request.asOf(new AsOf.At(SettableClock.START.minusSeconds(1))),
                Reason.NO_SUCH_BUCKET);
        sample.assertAbsent(
                request.asOf(new AsOf.AtPosition(new Position(1000))), Reason.INVALID_ARGUMENT);
        sample.assertAbsent(
                request.asOf(new AsOf.AtPosition(Position.NONE)), Reason.INVALID_ARGUMENT);
        sample.assertAbsent(
                request.asOf(new AsOf.At(Instant.EPOCH.minusSeconds(1))), Reason.INVALID_ARGUMENT);
        sample.assertAbsent(
                request.asOf(new AsOf.At(Instant.MAX.minusSeconds(1))), Reason.INVALID_ARGUMENT);
    }

    @Test
    void refusesAPositionBeforeTheBucket() {
        sample.assertAbsent(request.asOf(new AsOf.AtPosition(Position.FIRST)), Reason.NO_SUCH_KEY);
        kit.clock.advance(Duration.ofSeconds(1));
        store.buckets().create(Sample.OTHER).orThrow();
        sample.assertAbsent(
                ReadRequest.of(Sample.OTHER, KEY).asOf(new AsOf.AtPosition(Position.FIRST)),
                Reason.NO_SUCH_BUCKET);
    }

    @Test
    void tellsADeleteMarkerFromAKeyThatIsMissing() {
        sample.versioning(Versioning.ENABLED);
        sample.put("first");
        sample.delete();
        ReadResult result = store.get(request);
        assertThat(Sample.refusalOf(result)).isEqualTo(Reason.NO_SUCH_KEY);
        Version marker = ((ReadResult.Refused) result).marker().orElseThrow();
        assertThat(marker.kind()).isEqualTo(Version.Kind.DELETE_MARKER);
        assertThat(store.head(request).orThrow()).isEqualTo(marker);
        sample.assertAbsent(request.version(VersionRef.of(marker.id())), Reason.DELETE_MARKER);
    }

    @Test
    void keepsBytesReadableForAsLongAsTheyAreBeingRead() throws IOException {
        sample.put("first");
        try (ObjectBody body = store.get(request).orThrow()) {
            sample.delete();
            store.history().purge(BUCKET, "").orThrow();
            kit.maintenance.reclaim();
            assertThat(body.bytes().readAllBytes()).asString().isEqualTo("first");
        }
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isZero();
    }

    @Test
    void failsClearlyWhenBytesAreLost() {
        sample.put("first");
        assertThat(
                        kit.blobs.condemn(
                                store.head(request)
                                        .orThrow()
                                        .object()
                                        .content()
                                        .blobs()
                                        .getFirst()))
                .isTrue();
        assertThatThrownBy(() -> store.get(request))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("quarantined or lost");
    }

    @Test
    void peeksAtAllButTheBytes() {
        sample.put("0123456789");
        try (ObjectBody body =
                store.peek(request.range(new ByteRange.FromTo(7, 1000L))).orThrow()) {
            assertThat(body.range()).isEqualTo(new ByteRange.Resolved(7, 3, true));
            assertThat(body.readAll()).isEmpty();
        }
        assertThat(Sample.refusalOf(store.peek(request.range(new ByteRange.Suffix(0)))))
                .isEqualTo(Reason.INVALID_RANGE);
        assertThat(store.peek(request.preconditions(Preconditions.ifAbsent())))
                .isInstanceOf(ReadResult.NotModified.class);
    }
}
