package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartCopyTest {
    private static final ObjectKey SOURCE = ObjectKey.of("source");
    private static final ReadRequest WHOLE = ReadRequest.of(BUCKET, SOURCE);

    private final StoreKit kit = StoreKit.open(Limits.DEFAULT.withPartBytes(1));
    private final ObjectStore store = kit.store();
    private final Uploads uploads = store.uploads();
    private final Sample sample = Sample.in(kit);
    private final UploadId upload = uploads.create(BUCKET, KEY).orThrow();
    private final List<NamedPart> parts = new ArrayList<>();

    @AfterEach
    void close() {
        kit.close();
    }

    private void copy(ByteRange range) {
        int number = parts.size() + 1;
        Part part = uploads.copy(BUCKET, KEY, upload, number, WHOLE.range(range)).orThrow();
        parts.add(new NamedPart(number, part.etag()));
    }

    private static ByteRange range(long first, long last) {
        return new ByteRange.FromTo(first, last);
    }

    private Written complete() {
        return uploads.complete(BUCKET, KEY, upload, CompleteRequest.of(parts)).orThrow();
    }

    private Content content() {
        Version version = store.head(ReadRequest.of(BUCKET, KEY)).orThrow();
        return version.object().content();
    }

    @Test
    void makesPartsOfRangesWithoutMovingBytes() {
        sample.put(SOURCE, "0123456789");
        copy(range(5, 9));
        copy(range(0, 4));
        copy(ByteRange.ALL);
        complete();
        assertThat(sample.get()).isEqualTo("56789" + "01234" + "0123456789");
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
    }

    @Test
    void namesACopiedPartByTheDigestOfItsBytes() {
        sample.put(SOURCE, "0123456789");
        copy(range(2, 5));
        assertThat(parts.getFirst().etag())
                .isEqualTo(Md5s.of("2345".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void mergesRangesThatFollowEachOther() {
        sample.put(SOURCE, "0123456789");
        copy(range(0, 4));
        copy(range(5, 9));
        complete();
        assertThat(content()).isInstanceOf(Content.Inline.class);
        assertThat(((Content.Inline) content()).slices()).hasSize(1);
    }

    @Test
    void keepsTheBytesOfASourceThatIsGone() {
        sample.put(SOURCE, "0123456789");
        copy(range(3, 6));
        store.delete(BUCKET, SOURCE).orThrow();
        store.history().purge(BUCKET, "").orThrow();
        kit.maintenance.reclaim();
        complete();
        assertThat(sample.get()).isEqualTo("3456");
    }

    @Test
    void refusesRangesOutsideTheSourceAndSourcesThatAreMissing() {
        assertRefused(uploads.copy(BUCKET, KEY, upload, 1, WHOLE), Reason.NO_SUCH_KEY);
        sample.put(SOURCE, "0123456789");
        assertRefused(
                uploads.copy(BUCKET, KEY, upload, 1, WHOLE.range(range(10, 12))),
                Reason.INVALID_RANGE);
        assertRefused(
                uploads.copy(
                        BUCKET,
                        KEY,
                        upload,
                        1,
                        WHOLE.preconditions(Preconditions.ifMatch(new ETag("00")))),
                Reason.PRECONDITION_FAILED);
    }

    private String scattered(int slices) {
        String text = "0123456789".repeat(slices / 5 + 1);
        sample.put(SOURCE, text);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < slices; i++) {
            int at = (slices - i) * 2 - 1;
            copy(range(at, at));
            expected.append(text.charAt(at));
        }
        return expected.toString();
    }

    @Test
    void holdsUpToSixtyFourSlicesInTheEvent() {
        String expected = scattered(64);
        complete();
        assertThat(content()).isInstanceOf(Content.Inline.class);
        assertThat(sample.get()).isEqualTo(expected);
    }

    @Test
    void holdsMoreSlicesInAManifest() {
        String expected = scattered(65);
        complete();
        assertThat(content()).isInstanceOf(Content.Manifested.class);
        assertThat(sample.get()).isEqualTo(expected);
        assertThat(sample.get(ReadRequest.of(BUCKET, KEY).range(range(10, 20))))
                .isEqualTo(expected.substring(10, 21));
        assertThat(sample.get(ReadRequest.of(BUCKET, KEY).range(new ByteRange.PartNumber(65))))
                .isEqualTo(expected.substring(64));
    }

    @Test
    void copiesRangesOfAManifestAndKeepsItsBytesAlive() {
        String expected = scattered(200);
        complete();
        ObjectKey again = ObjectKey.of("again");
        UploadId second = uploads.create(BUCKET, again).orThrow();
        ReadRequest most = ReadRequest.of(BUCKET, KEY).range(range(1, 198));
        Part part = uploads.copy(BUCKET, again, second, 1, most).orThrow();
        assertThat(part.content()).isInstanceOf(Content.Manifested.class);
        for (ObjectKey gone : new ObjectKey[] {KEY, SOURCE}) {
            store.delete(BUCKET, gone).orThrow();
        }
        store.history().purge(BUCKET, "").orThrow();
        kit.maintenance.reclaim();
        List<NamedPart> named = List.of(new NamedPart(1, part.etag()));
        uploads.complete(BUCKET, again, second, CompleteRequest.of(named)).orThrow();
        kit.maintenance.reclaim();
        assertThat(sample.get(again)).isEqualTo(expected.substring(1, 199));
        store.delete(BUCKET, again).orThrow();
        store.history().purge(BUCKET, "").orThrow();
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isZero();
    }
}
