package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadTerms;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResumableUploadTest {
    private StoreKit kit = StoreKit.open();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    private Resumables resumables() {
        return kit.store().resumables();
    }

    private ResumableUpload open(UploadTerms terms) {
        return resumables().open(BUCKET, KEY, Attributes.NONE, terms).orThrow();
    }

    private ResumableUpload appended(long size) {
        return open(UploadTerms.of(Kind.APPENDED, size, 0));
    }

    private ResumableUpload chunked(long size, long chunk) {
        return open(UploadTerms.of(Kind.CHUNKED, size, chunk));
    }

    private static UploadState.Open state(ResumableUpload upload) {
        return (UploadState.Open) upload.state().orThrow();
    }

    private Version head() {
        return kit.store().head(ReadRequest.of(BUCKET, KEY)).orThrow();
    }

    private byte[] content(ObjectKey key) {
        try (ObjectBody body = kit.store().get(ReadRequest.of(BUCKET, key)).orThrow()) {
            return body.readAll();
        }
    }

    /// Bytes that break off.
    private static InputStream broken(String text) {
        return new SequenceInputStream(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("cut");
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        throw new IOException("cut");
                    }
                });
    }

    @Test
    void makesItsObjectOfWhatWasAppended() {
        ResumableUpload upload = appended(11);
        assertThat(upload.append(0, Sample.body("hello ")).orThrow()).isEqualTo(6);
        assertRefused(upload.complete(), Reason.UPLOAD_INCOMPLETE);
        assertThat(upload.append(6, Sample.body("world")).orThrow()).isEqualTo(11);
        sample.assertAbsent();
        Written written = upload.complete().orThrow();
        assertThat(sample.get()).isEqualTo("hello world");
        assertThat(head().object().etag()).isEqualTo(written.etag());
        assertThat(head().object().checksums())
                .extracting(Checksum::algorithm)
                .containsExactly(DigestAlgorithm.CRC64NVME, DigestAlgorithm.SHA256);
        assertThat(head().object().checksums().getLast().value())
                .isEqualTo(Md5s.digest("SHA-256", "hello world".getBytes(StandardCharsets.UTF_8)));
        assertThat(kit.store().buckets().usage(BUCKET).orThrow().uploadBytes()).isZero();
    }

    @Test
    void tagsWhatCameInOnePieceAsIfItHadBeenPut() {
        ResumableUpload upload = appended(5);
        upload.append(0, Sample.body("hello")).orThrow();
        assertThat(upload.complete().orThrow().etag())
                .isEqualTo(new ETag("5d41402abc4b2a76b9719d911017c592"));
    }

    @Test
    void makesAnEmptyObject() {
        appended(0).complete().orThrow();
        assertThat(sample.get()).isEmpty();
        assertThat(head().object().etag()).isEqualTo(EmptyDigests.ETAG);
    }

    @Test
    void completesOnceAndAnswersTheSameAgain() {
        ResumableUpload upload = appended(2);
        upload.append(0, Sample.body("ab")).orThrow();
        Written first = upload.complete().orThrow();
        sample.put("later");
        assertThat(upload.complete().orThrow()).isEqualTo(first);
        UploadState.Finished finished = (UploadState.Finished) upload.state().orThrow();
        assertThat(finished.version().size()).isEqualTo(2);
        assertThat(finished.terms().orElseThrow().kind()).isEqualTo(Kind.APPENDED);
        assertThat(sample.get()).isEqualTo("later");
        assertRefused(upload.append(0, Sample.body("x")), Reason.WRONG_OFFSET);
        assertRefused(upload.abort(), Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void refusesBytesAtAnotherOffset() {
        ResumableUpload upload = appended(9);
        upload.append(0, Sample.body("abc")).orThrow();
        for (long offset : new long[] {0, 2, 4, 9, Long.MAX_VALUE}) {
            assertRefused(upload.append(offset, Sample.body("xyz")), Reason.WRONG_OFFSET);
        }
        assertThat(state(upload).received()).isEqualTo(3);
    }

    @Test
    void refusesMoreThanWasDeclared() {
        ResumableUpload upload = appended(4);
        assertRefused(upload.append(0, Sample.body("12345")), Reason.OBJECT_TOO_LARGE);
        Body unknown =
                Body.of(new ByteArrayInputStream("12345".getBytes(StandardCharsets.UTF_8)), -1);
        assertRefused(upload.append(0, unknown), Reason.OBJECT_TOO_LARGE);
        assertThat(state(upload).received()).isZero();
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isZero();
    }

    @Test
    void keepsWhatCameBeforeABodyBrokeOff() {
        ResumableUpload upload = appended(10);
        assertThatThrownBy(() -> upload.append(0, Body.of(broken("0123"), 10)))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(state(upload).received()).isEqualTo(4);
        upload.append(4, Sample.body("456789")).orThrow();
        upload.complete().orThrow();
        assertThat(sample.get()).isEqualTo("0123456789");
    }

    @Test
    void keepsNothingOfABodyWithADigestThatIsNotWhole() {
        ResumableUpload upload = appended(4);
        Map<DigestAlgorithm, Bytes> digest =
                Map.of(
                        DigestAlgorithm.SHA1,
                        Md5s.digest("SHA-1", "abcd".getBytes(StandardCharsets.UTF_8)));
        assertRefused(
                upload.append(0, new Body(broken("ab"), 4, digest, Set.of())),
                Reason.INCOMPLETE_BODY);
        Body other =
                new Body(
                        new ByteArrayInputStream("abcx".getBytes(StandardCharsets.UTF_8)),
                        4,
                        digest,
                        Set.of());
        assertRefused(upload.append(0, other), Reason.DIGEST_MISMATCH);
        assertThat(state(upload).received()).isZero();
        Body right =
                new Body(
                        new ByteArrayInputStream("abcd".getBytes(StandardCharsets.UTF_8)),
                        4,
                        digest,
                        Set.of());
        upload.append(0, right).orThrow();
        upload.complete().orThrow();
        assertThat(sample.get()).isEqualTo("abcd");
    }

    @Test
    void staysSmallInPartsHoweverTinyThePiecesAre() {
        byte[] all = Sample.random(5, 20_000);
        ResumableUpload upload = appended(all.length);
        Random random = new Random(6);
        int offset = 0;
        while (offset < all.length) {
            int end = Math.min(all.length, offset + 1 + random.nextInt(30));
            byte[] piece = java.util.Arrays.copyOfRange(all, offset, end);
            upload.append(offset, Body.of(piece)).orThrow();
            offset = end;
            assertThat(state(upload).parts()).hasSizeLessThanOrEqualTo(Windows.LAST_PARTS + 1);
        }
        upload.complete().orThrow();
        assertThat(content(KEY)).isEqualTo(all);
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isLessThanOrEqualTo(Windows.LAST_PARTS + 1);
    }

    @Test
    void cutsLongBodiesSoThatACrashLosesLittle() {
        byte[] all = Sample.random(7, (int) (2 * Windows.SHORTEST + 5));
        ResumableUpload upload = appended(all.length);
        upload.append(0, Body.of(all)).orThrow();
        assertThat(state(upload).parts())
                .extracting(Part::size)
                .containsExactly(Windows.SHORTEST, Windows.SHORTEST, 5L);
        upload.complete().orThrow();
        assertThat(content(KEY)).isEqualTo(all);
    }

    @Test
    void survivesALossOfPowerWithAllThatWasAnswered() {
        ResumableUpload upload = appended(6);
        upload.append(0, Sample.body("abc")).orThrow();
        UploadHandle handle = upload.handle();
        kit = kit.crash(0);
        ResumableUpload again = resumables().at(handle);
        assertThat(state(again).received()).isEqualTo(3);
        again.append(3, Sample.body("def")).orThrow();
        again.complete().orThrow();
        assertThat(new String(content(KEY), StandardCharsets.UTF_8)).isEqualTo("abcdef");
    }

    @Test
    void decidesConditionsWhenTheLastByteIsIn() {
        UploadTerms terms =
                UploadTerms.of(Kind.APPENDED, 3, 0)
                        .withConditions(List.of(), List.of(Preconditions.ANY));
        ResumableUpload upload = open(terms);
        upload.append(0, Sample.body("new")).orThrow();
        sample.put("there first");
        assertRefused(upload.complete(), Reason.PRECONDITION_FAILED);
        assertThat(sample.get()).isEqualTo("there first");
        sample.delete();
        upload.complete().orThrow();
        assertThat(sample.get()).isEqualTo("new");
    }

    @Test
    void refusesAWholeThatIsNotAsDeclared() {
        byte[] bytes = "chunks".getBytes(StandardCharsets.UTF_8);
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            Bytes wrong = Bytes.of(new byte[algorithm.length()]);
            ResumableUpload upload =
                    open(
                            UploadTerms.of(Kind.CHUNKED, bytes.length, bytes.length)
                                    .withDigests(List.of(Checksum.full(algorithm, wrong))));
            upload.putChunk(1, Body.of(bytes)).orThrow();
            assertRefused(upload.complete(), Reason.DIGEST_MISMATCH);
            sample.assertAbsent();
        }
        ResumableUpload right =
                open(
                        UploadTerms.of(Kind.CHUNKED, bytes.length, bytes.length)
                                .withDigests(
                                        List.of(
                                                Checksum.full(
                                                        DigestAlgorithm.SHA1,
                                                        Md5s.digest("SHA-1", bytes)))));
        right.putChunk(1, Body.of(bytes)).orThrow();
        right.complete().orThrow();
        assertThat(sample.get()).isEqualTo("chunks");
    }

    @Test
    void learnsItsLengthLater() {
        ResumableUpload upload = appended(UploadTerms.UNKNOWN);
        upload.append(0, Sample.body("abcd")).orThrow();
        assertRefused(upload.complete(), Reason.UPLOAD_INCOMPLETE);
        assertRefused(upload.setSize(3), Reason.INVALID_ARGUMENT);
        assertThat(upload.setSize(4).orThrow()).isEqualTo(4);
        assertThat(upload.setSize(4).orThrow()).isEqualTo(4);
        assertRefused(upload.setSize(5), Reason.INVALID_ARGUMENT);
        upload.complete().orThrow();
        assertThat(sample.get()).isEqualTo("abcd");
    }

    @Test
    void letsOneOfManyThatAppendAtOnceThrough() throws InterruptedException {
        ResumableUpload upload = appended(4);
        for (int round = 0; round < 4; round++) {
            long offset = round;
            AtomicInteger done = new AtomicInteger();
            Together.run(
                    8,
                    thread -> {
                        Body body = Sample.body(Integer.toString(thread));
                        Outcome<Long> outcome =
                                resumables().at(upload.handle()).append(offset, body);
                        if (outcome.isDone()) {
                            done.incrementAndGet();
                        } else {
                            assertRefused(outcome, Reason.WRONG_OFFSET);
                        }
                    });
            assertThat(done).hasValue(1);
        }
        upload.complete().orThrow();
        assertThat(sample.get()).matches("[0-7]{4}");
    }

    @Test
    void takesChunksInAnyOrderAndAgain() {
        ResumableUpload upload = chunked(10, 4);
        upload.putChunk(3, Sample.body("89")).orThrow();
        upload.putChunk(1, Sample.body("xxxx")).orThrow();
        assertThat(state(upload).missing()).containsExactly(2);
        assertRefused(upload.complete(), Reason.UPLOAD_INCOMPLETE);
        sample.assertAbsent();
        upload.putChunk(1, Sample.body("0123")).orThrow();
        upload.putChunk(2, Sample.body("4567")).orThrow();
        Written written = upload.complete().orThrow();
        assertThat(sample.get()).isEqualTo("0123456789");
        assertThat(upload.complete().orThrow()).isEqualTo(written);
        assertRefused(upload.putChunk(1, Sample.body("0123")), Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void refusesMoreChunksThanThereMayBe() {
        UploadTerms terms = UploadTerms.of(Kind.CHUNKED, 10_001, 1);
        assertRefused(
                resumables().open(BUCKET, KEY, Attributes.NONE, terms), Reason.INVALID_ARGUMENT);
    }

    @Test
    void refusesChunksThatDoNotFit() {
        ResumableUpload upload = chunked(10, 4);
        assertRefused(upload.putChunk(0, Sample.body("0123")), Reason.INVALID_ARGUMENT);
        assertRefused(upload.putChunk(4, Sample.body("0123")), Reason.INVALID_ARGUMENT);
        assertRefused(upload.putChunk(1, Sample.body("012")), Reason.INVALID_ARGUMENT);
        assertRefused(upload.putChunk(3, Sample.body("0123")), Reason.INVALID_ARGUMENT);
        assertRefused(appended(3).putChunk(1, Sample.body("012")), Reason.INVALID_ARGUMENT);
        assertRefused(upload.append(0, Sample.body("0123")), Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void findsHolesInAWholeOfUnknownLength() {
        ResumableUpload upload = chunked(UploadTerms.UNKNOWN, 4);
        assertThat(state(upload).missing()).containsExactly(1);
        assertRefused(upload.complete(), Reason.UPLOAD_INCOMPLETE);
        upload.putChunk(1, Sample.body("0123")).orThrow();
        upload.putChunk(2, Sample.body("4")).orThrow();
        upload.putChunk(4, Sample.body("cdef")).orThrow();
        assertThat(state(upload).missing()).containsExactly(2, 3);
        assertRefused(upload.complete(), Reason.UPLOAD_INCOMPLETE);
        upload.putChunk(2, Sample.body("4567")).orThrow();
        upload.putChunk(3, Sample.body("89ab")).orThrow();
        upload.complete().orThrow();
        assertThat(sample.get()).isEqualTo("0123456789abcdef");
    }

    @Test
    void joinsPartialsByReferenceAndLeavesThem() {
        List<ResumableUpload> partials =
                IntStream.range(0, 150)
                        .mapToObj(i -> {
                            String text = "part %d;".formatted(i);
                            ResumableUpload partial =
                                    open(UploadTerms.of(Kind.PARTIAL, text.length(), 0));
                            partial.append(0, Sample.body(text)).orThrow();
                            assertRefused(partial.complete(), Reason.UPLOAD_INCOMPLETE);
                            return partial;
                        })
                        .toList();
        long blobs = kit.blobs.stats().blobs();
        Resumables.Concatenated joined = join(partials).orThrow();
        String whole =
                IntStream.range(0, 150).mapToObj("part %d;"::formatted).reduce("", String::concat);
        assertThat(sample.get()).isEqualTo(whole);
        assertThat(kit.blobs.stats().blobs()).isEqualTo(blobs + 1);
        assertThat(resumables().at(joined.handle()).state().orThrow())
                .isInstanceOf(UploadState.Finished.class);
        partials.forEach(partial -> partial.abort().orThrow());
        kit.maintenance.reclaim();
        assertThat(sample.get()).isEqualTo(whole);
    }

    private Outcome<Resumables.Concatenated> join(List<ResumableUpload> partials) {
        return resumables()
                .concatenate(
                        BUCKET,
                        KEY,
                        Attributes.NONE,
                        UploadTerms.of(Kind.CONCATENATED, UploadTerms.UNKNOWN, 0),
                        partials.stream().map(ResumableUpload::handle).toList());
    }

    @Test
    void joinsOnlyPartialsThatAreWholeAndThere() {
        ResumableUpload half = open(UploadTerms.of(Kind.PARTIAL, 4, 0));
        half.append(0, Sample.body("ab")).orThrow();
        assertRefused(join(List.of(half)), Reason.UPLOAD_INCOMPLETE);
        ResumableUpload other = appended(2);
        other.append(0, Sample.body("ab")).orThrow();
        assertRefused(join(List.of(other)), Reason.INVALID_ARGUMENT);
        half.abort().orThrow();
        assertRefused(join(List.of(half)), Reason.NO_SUCH_UPLOAD);
        sample.assertAbsent();
        assertThat(resumables().list(BUCKET, "", null, 10).orThrow().uploads())
                .containsExactly(other.handle());
    }

    @Test
    void cannotBeNamedWithAnotherNonce() {
        UploadHandle real = appended(3).handle();
        UploadHandle guessed =
                new UploadHandle(
                        real.bucket(),
                        real.key(),
                        real.upload(),
                        real.opened(),
                        Bytes.of(new byte[UploadTerms.NONCE_BYTES]));
        ResumableUpload upload = resumables().at(guessed);
        assertRefused(upload.state(), Reason.NO_SUCH_UPLOAD);
        assertRefused(upload.append(0, Sample.body("abc")), Reason.NO_SUCH_UPLOAD);
        assertRefused(upload.setSize(3), Reason.NO_SUCH_UPLOAD);
        assertRefused(upload.abort(), Reason.NO_SUCH_UPLOAD);
        ResumableUpload known = resumables().at(real);
        known.append(0, Sample.body("abc")).orThrow();
        known.complete().orThrow();
        assertRefused(upload.complete(), Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void isNotOneOfS3sToAddTo() {
        ResumableUpload upload = appended(3);
        Uploads uploads = kit.store().uploads();
        assertRefused(
                uploads.put(BUCKET, KEY, upload.handle().upload(), 1, Sample.body("xyz")),
                Reason.NO_SUCH_UPLOAD);
        assertRefused(
                uploads.complete(
                        BUCKET,
                        KEY,
                        upload.handle().upload(),
                        CompleteRequest.of(
                                List.of(
                                        new CompleteRequest.NamedPart(
                                                1, new ETag("5d41402abc4b2a76b9719d911017c592"))))),
                Reason.NO_SUCH_UPLOAD);
        uploads.abort(BUCKET, KEY, upload.handle().upload()).orThrow();
        assertRefused(upload.state(), Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void eitherEndsOrGoesOnWhenAbortMeetsTheLastBytes() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            ResumableUpload upload = appended(3);
            AtomicInteger made = new AtomicInteger();
            AtomicInteger aborted = new AtomicInteger();
            Together.run(
                    2,
                    thread -> {
                        if (thread == 0) {
                            boolean done = upload.append(0, Sample.body("abc")).isDone();
                            made.addAndGet(done && upload.complete().isDone() ? 1 : 0);
                        } else {
                            aborted.addAndGet(upload.abort().isDone() ? 1 : 0);
                        }
                    });
            assertThat(made.get() + aborted.get()).isEqualTo(1);
            if (made.get() == 1) {
                assertThat(sample.get()).isEqualTo("abc");
                sample.delete();
            } else {
                sample.assertAbsent();
            }
            assertThat(kit.store().buckets().usage(BUCKET).orThrow().uploadBytes()).isZero();
        }
    }
}
