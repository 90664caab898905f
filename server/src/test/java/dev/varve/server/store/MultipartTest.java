package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.HybridTime;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.seal.Journals;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.Refusal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MultipartTest {
    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Uploads uploads = store.uploads();
    private final Sample sample = Sample.in(kit);
    private final UploadId upload = uploads.create(BUCKET, KEY).orThrow();

    @AfterEach
    void close() {
        kit.close();
    }

    private NamedPart put(int number, String text) {
        return put(upload, number, text);
    }

    private NamedPart put(UploadId to, int number, String text) {
        Part part = uploads.put(BUCKET, KEY, to, number, Sample.body(text)).orThrow();
        return new NamedPart(number, part.etag());
    }

    private Outcome<Written> complete(NamedPart... parts) {
        return uploads.complete(BUCKET, KEY, upload, CompleteRequest.of(List.of(parts)));
    }

    private Version head() {
        return store.head(ReadRequest.of(BUCKET, KEY)).orThrow();
    }

    @Test
    void putsPartsTogetherInOrderOfTheirNumbers() {
        NamedPart third = put(3, "three");
        NamedPart first = put(1, "one..");
        NamedPart second = put(2, "two..");
        sample.assertAbsent();
        Written written = complete(first, second, third).orThrow();
        assertThat(written.etag().value()).endsWith("-3");
        assertThat(sample.get()).isEqualTo("one..two..three");
        assertThat(head().upload()).isEqualTo(upload);
        assertThat(store.buckets().usage(BUCKET).orThrow().uploadBytes()).isZero();
    }

    @Test
    void namesTheWholeByTheDigestOfItsParts() {
        NamedPart first = put(1, "hello");
        assertThat(first.etag()).isEqualTo(new ETag("5d41402abc4b2a76b9719d911017c592"));
        Written written = complete(first).orThrow();
        assertThat(written.etag()).isEqualTo(Md5s.ofParts(first.etag()));
    }

    @Test
    void letsAPartPutAgainReplaceTheEarlierOne() {
        NamedPart stale = put(1, "old..");
        NamedPart fresh = put(1, "new..");
        assertRefused(complete(stale), Reason.INVALID_PART);
        complete(fresh).orThrow();
        assertThat(sample.get()).isEqualTo("new..");
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
    }

    @Test
    void allowsGapsAndLeavesPartsOutThatAreNotNamed() {
        NamedPart first = put(1, "one..");
        put(5, "left out");
        NamedPart last = put(10_000, "last");
        complete(first, last).orThrow();
        assertThat(sample.get()).isEqualTo("one..last");
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isEqualTo(2);
    }

    @Test
    void refusesPartsOutOfOrder() {
        NamedPart first = put(1, "one..");
        NamedPart second = put(2, "two..");
        assertRefused(complete(second, first), Reason.INVALID_PART_ORDER);
        assertRefused(complete(first, first), Reason.INVALID_PART_ORDER);
    }

    @Test
    void refusesPartsThatAreMissingOrNoneAtAll() {
        NamedPart first = put(1, "one..");
        assertRefused(complete(first, new NamedPart(2, first.etag())), Reason.INVALID_PART);
        assertRefused(complete(new NamedPart(1, new ETag("00"))), Reason.INVALID_PART);
        assertRefused(complete(), Reason.INVALID_ARGUMENT);
    }

    @Test
    void refusesSmallPartsBeforeTheLast() {
        NamedPart first = put(1, "tiny");
        NamedPart second = put(2, "two..");
        assertRefused(complete(first, second), Reason.PART_TOO_SMALL);
        complete(first).orThrow();
    }

    @Test
    void refusesNumbersOutOfRange() {
        for (int number : new int[] {-1, 0, 10_001}) {
            assertRefused(
                    uploads.put(BUCKET, KEY, upload, number, Sample.body("1")),
                    Reason.INVALID_ARGUMENT);
            assertRefused(
                    uploads.copy(BUCKET, KEY, upload, number, ReadRequest.of(BUCKET, KEY)),
                    Reason.INVALID_ARGUMENT);
        }
    }

    @Test
    void refusesAWholeThatIsTooLarge() {
        Limits small = new Limits(-1, 6, 1, 10, 10, java.time.Duration.ofSeconds(10));
        try (StoreKit tight = StoreKit.open(small)) {
            Sample.in(tight);
            Uploads there = tight.store().uploads();
            UploadId id = there.create(BUCKET, KEY).orThrow();
            List<NamedPart> parts = new ArrayList<>();
            for (int number = 1; number <= 2; number++) {
                Part part = there.put(BUCKET, KEY, id, number, Sample.body("1234")).orThrow();
                parts.add(new NamedPart(number, part.etag()));
            }
            assertRefused(
                    there.complete(BUCKET, KEY, id, CompleteRequest.of(parts)),
                    Reason.OBJECT_TOO_LARGE);
        }
    }

    @Test
    void refusesAnUploadThatIsMissingUnderThisKey() {
        UploadId none = new UploadId(new Stamp(new HybridTime(5), Journals.IDENTITY.origin()));
        ObjectKey other = ObjectKey.of("other");
        assertRefused(uploads.put(BUCKET, KEY, none, 1, Sample.body("1")), Reason.NO_SUCH_UPLOAD);
        assertRefused(
                uploads.put(BUCKET, other, upload, 1, Sample.body("1")), Reason.NO_SUCH_UPLOAD);
        assertRefused(uploads.parts(BUCKET, KEY, none, 0, 10), Reason.NO_SUCH_UPLOAD);
        assertRefused(uploads.abort(BUCKET, KEY, none), Reason.NO_SUCH_UPLOAD);
        assertRefused(
                uploads.complete(
                        BUCKET,
                        KEY,
                        none,
                        CompleteRequest.of(List.of(new NamedPart(1, new ETag("00"))))),
                Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void answersTheSameWhenCompletedTwice() {
        NamedPart first = put(1, "one..");
        Written once = complete(first).orThrow();
        assertThat(complete(first).orThrow()).isEqualTo(once);
        sample.put("newer");
        assertThat(complete(first).orThrow()).isEqualTo(once);
        assertThat(sample.get()).isEqualTo("newer");
        assertThat(sample.history()).hasSize(2);
    }

    @Test
    void letsGoOfEverythingWhenAborted() {
        put(1, "one..");
        assertThat(uploads.abort(BUCKET, KEY, upload).orThrow().id()).isEqualTo(upload);
        assertRefused(complete(new NamedPart(1, new ETag("00"))), Reason.NO_SUCH_UPLOAD);
        assertRefused(uploads.abort(BUCKET, KEY, upload), Reason.NO_SUCH_UPLOAD);
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isZero();
        assertThat(store.buckets().totalUsage())
                .isEqualTo(dev.varve.projections.objects.Usage.NONE);
    }

    @Test
    void keepsTwoUploadsOfOneKeyApart() {
        UploadId second = uploads.create(BUCKET, KEY).orThrow();
        NamedPart mine = put(1, "mine");
        put(second, 1, "other");
        complete(mine).orThrow();
        assertThat(sample.get()).isEqualTo("mine");
        assertThat(uploads.parts(BUCKET, KEY, second, 0, 10).orThrow()).hasSize(1);
    }

    @Test
    void listsPartsByNumber() {
        put(3, "3");
        put(1, "1");
        put(2, "2");
        assertThat(uploads.parts(BUCKET, KEY, upload, 0, 2).orThrow())
                .extracting(Part::number)
                .containsExactly(1, 2);
        assertThat(uploads.parts(BUCKET, KEY, upload, 2, 2).orThrow())
                .extracting(Part::number)
                .containsExactly(3);
    }

    @Test
    void listsUploadsByPrefixAndDelimiterInPages() {
        for (String key : new String[] {"a/1", "a/2", "b", "c/1"}) {
            uploads.create(BUCKET, ObjectKey.of(key)).orThrow();
        }
        UploadPage page = uploads.list(BUCKET, "", "/", null, 2).orThrow();
        assertThat(page.commonPrefixes()).containsExactly("a/");
        assertThat(page.uploads()).extracting(Upload::key).containsExactly(ObjectKey.of("b"));
        UploadPage rest = uploads.list(BUCKET, "", "/", page.next(), 10).orThrow();
        assertThat(rest.commonPrefixes()).containsExactly("c/");
        assertThat(rest.uploads()).extracting(Upload::key).containsExactly(KEY);
        assertThat(rest.next()).isNull();
        assertThat(uploads.list(BUCKET, "a/", "", null, 10).orThrow().uploads()).hasSize(2);
    }

    @Test
    void carriesWhatWasSaidWhenTheUploadBegan() {
        Attributes attributes =
                new Attributes(
                        Metadata.ofType("text/plain"),
                        new TreeMap<>(Map.of("t", "1")),
                        null,
                        false);
        UploadId said = uploads.create(BUCKET, KEY, attributes, null, false).orThrow();
        NamedPart part = put(said, 1, "1");
        uploads.complete(BUCKET, KEY, said, CompleteRequest.of(List.of(part))).orThrow();
        assertThat(head().object().attributes()).isEqualTo(attributes);
    }

    @Test
    void composesTheChecksumOfItsPartsChecksums() {
        UploadId checked =
                uploads.create(BUCKET, KEY, Attributes.NONE, DigestAlgorithm.SHA256, true)
                        .orThrow();
        Part part = uploads.put(BUCKET, KEY, checked, 1, Sample.body("hello")).orThrow();
        assertThat(part.checksums())
                .extracting(Checksum::algorithm)
                .containsExactly(DigestAlgorithm.SHA256);
        List<NamedPart> named = List.of(new NamedPart(1, part.etag()));
        Checksum wrong = new Checksum(DigestAlgorithm.SHA256, Bytes.of(new byte[32]), 1);
        assertRefused(
                uploads.complete(
                        BUCKET,
                        KEY,
                        checked,
                        new CompleteRequest(named, Optional.of(wrong), Preconditions.NONE)),
                Reason.DIGEST_MISMATCH);
        uploads.complete(BUCKET, KEY, checked, CompleteRequest.of(named)).orThrow();
        Bytes expected = Md5s.digest("SHA-256", part.checksums().getFirst().value().toArray());
        assertThat(head().object().checksums())
                .containsExactly(new Checksum(DigestAlgorithm.SHA256, expected, 1));
    }

    @Test
    void refusesToCompleteFromPartsThatWerePutAgainBeforeTheWriterGotThere() {
        Part stale = uploads.put(BUCKET, KEY, upload, 1, Sample.body("old")).orThrow();
        put(1, "new");
        UploadCommands.Complete late =
                new UploadCommands.Complete(
                        new UploadCommands.Name(BUCKET, KEY, upload),
                        Preconditions.NONE,
                        new ObjectState(
                                stale.content(),
                                Md5s.ofParts(stale.etag()),
                                List.of(),
                                1,
                                List.of(),
                                Attributes.NONE),
                        List.of(stale),
                        false);
        assertRefused(kit.core.sequencer().run(late, StoreKit.ALICE), Reason.CONFLICT);
        sample.assertAbsent();
    }

    @Test
    void completesOnceWhenManyComplete() throws InterruptedException {
        NamedPart part = put(1, "once");
        Together.run(16, caller -> complete(part).orThrow());
        assertThat(sample.history()).hasSize(1);
        assertThat(sample.get()).isEqualTo("once");
    }

    @Test
    void checksPreconditionsWhenCompleting() {
        NamedPart part = put(1, "1");
        sample.put("there");
        CompleteRequest onlyIfAbsent =
                new CompleteRequest(List.of(part), Optional.empty(), Preconditions.ifAbsent());
        assertRefused(
                uploads.complete(BUCKET, KEY, upload, onlyIfAbsent), Reason.PRECONDITION_FAILED);
        assertThat(uploads.parts(BUCKET, KEY, upload, 0, 10).orThrow()).hasSize(1);
        complete(part).orThrow();
    }

    @Test
    void readsPartsByNumber() {
        complete(put(2, "two.."), put(7, "seven"), put(8, "8")).orThrow();
        assertThat(part(2)).isEqualTo("two..");
        assertThat(part(7)).isEqualTo("seven");
        assertThat(part(8)).isEqualTo("8");
        sample.assertAbsent(
                ReadRequest.of(BUCKET, KEY).range(new ByteRange.PartNumber(1)),
                Reason.INVALID_PART);
    }

    private String part(int number) {
        return sample.get(ReadRequest.of(BUCKET, KEY).range(new ByteRange.PartNumber(number)));
    }

    @Test
    void replacesTheNullVersionAndKeepsOthers() {
        sample.put("null");
        complete(put(1, "1")).orThrow();
        sample.versioning(Versioning.ENABLED);
        assertThat(sample.history()).hasSize(2);
        assertThat(head().nullVersion()).isTrue();
    }

    @Test
    void takesAnEmptyPart() {
        complete(put(1, "")).orThrow();
        assertThat(sample.get()).isEmpty();
    }
}
