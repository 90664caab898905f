package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PutTest {
    private static final ETag HELLO = new ETag("5d41402abc4b2a76b9719d911017c592");
    private static final Bytes HELLO_SHA256 =
            Bytes.hex("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void givesBackWhatWasPut() {
        Written written = sample.put("hello");
        assertThat(written.etag()).isEqualTo(HELLO);
        assertThat(written.nullVersion()).isTrue();
        assertThat(written.modified()).isEqualTo(SettableClock.START);
        assertThat(written.position()).isEqualTo(store.position());
        assertThat(sample.get()).isEqualTo("hello");
    }

    @Test
    void storesAnEmptyObjectWithoutABlob() {
        Written written = sample.put("");
        assertThat(written.etag()).isEqualTo(new ETag("d41d8cd98f00b204e9800998ecf8427e"));
        assertThat(sample.get()).isEmpty();
        assertThat(kit.blobs.stats().blobs()).isZero();
    }

    @Test
    void keepsEveryKeyApart() {
        NastyKeys.ALL.forEach(each -> sample.put(ObjectKey.of(each), each));
        for (String each : NastyKeys.ALL) {
            assertThat(sample.get(ObjectKey.of(each))).isEqualTo(each);
            store.delete(BUCKET, ObjectKey.of(each)).orThrow();
            assertThat(sample.keys()).hasSize(NastyKeys.ALL.size() - 1).doesNotContain(each);
            sample.put(ObjectKey.of(each), each);
        }
    }

    @Test
    void storesIdenticalContentOnce() {
        sample.put(ObjectKey.of("a"), "same");
        sample.put(ObjectKey.of("b"), "same");
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
        assertThat(sample.get(ObjectKey.of("b"))).isEqualTo("same");
    }

    @Test
    void keepsMetadataTagsAndAskedDigests() {
        Metadata metadata =
                new Metadata(
                        new TreeMap<>(Map.of("content-type", "text/plain")),
                        new TreeMap<>(Map.of("colour", "blau")));
        Attributes attributes =
                new Attributes(metadata, new TreeMap<>(Map.of("t", "1")), null, false);
        PutRequest request =
                new PutRequest(
                        BUCKET,
                        KEY,
                        Sample.body("hello"),
                        attributes,
                        Preconditions.NONE,
                        Set.of(DigestAlgorithm.SHA256));
        store.put(request).orThrow();
        Version version = store.head(ReadRequest.of(BUCKET, KEY)).orThrow();
        assertThat(version.object().attributes()).isEqualTo(attributes);
        assertThat(version.object().checksums())
                .containsExactly(Checksum.full(DigestAlgorithm.SHA256, HELLO_SHA256));
        assertThat(version.object().etag()).isEqualTo(HELLO);
    }

    @Test
    void acceptsADigestThatIsRight() {
        store.put(PutRequest.of(BUCKET, KEY, declaring(HELLO_SHA256))).orThrow();
        assertThat(sample.get()).isEqualTo("hello");
    }

    @Test
    void refusesADigestThatIsWrongAndLeavesNothing() {
        Bytes wrong = Bytes.of(new byte[32]);
        assertRefused(
                store.put(PutRequest.of(BUCKET, KEY, declaring(wrong))), Reason.DIGEST_MISMATCH);
        assertLeftNothing();
    }

    @Test
    void checksTheDigestOfAnEmptyBody() {
        Body body =
                new Body(
                        InputStream.nullInputStream(),
                        0,
                        Map.of(DigestAlgorithm.CRC32, Bytes.hex("00000001")),
                        Set.of());
        assertRefused(store.put(PutRequest.of(BUCKET, KEY, body)), Reason.DIGEST_MISMATCH);
    }

    private static Body declaring(Bytes sha256) {
        return new Body(stream("hello"), 5, Map.of(DigestAlgorithm.SHA256, sha256), Set.of());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void takesABodyOfUnknownLength() {
        store.put(PutRequest.of(BUCKET, KEY, Body.of(stream("hello"), -1))).orThrow();
        assertThat(sample.get()).isEqualTo("hello");
    }

    @Test
    void refusesABodyThatIsShorterOrLongerThanDeclared() {
        for (long length : new long[] {4, 6}) {
            assertRefused(
                    store.put(PutRequest.of(BUCKET, KEY, Body.of(stream("hello"), length))),
                    Reason.INCOMPLETE_BODY);
        }
        assertLeftNothing();
    }

    @Test
    void refusesABodyThatBreaksOff() {
        InputStream broken =
                new SequenceInputStream(
                        stream("hel"),
                        new InputStream() {
                            @Override
                            public int read(byte[] into, int at, int length) throws IOException {
                                throw new IOException("connection reset");
                            }

                            @Override
                            public int read() throws IOException {
                                throw new IOException("connection reset");
                            }
                        });
        assertRefused(
                store.put(PutRequest.of(BUCKET, KEY, Body.of(broken, 5))), Reason.INCOMPLETE_BODY);
        assertLeftNothing();
    }

    private void assertLeftNothing() {
        sample.assertAbsent();
        assertThat(store.buckets().totalUsage()).isEqualTo(Usage.NONE);
        sample.put(ObjectKey.of("syncs what was finished"), "");
        kit.maintenance.reclaim();
        kit.maintenance.freeUnreferenced();
        assertThat(kit.blobs.stats().blobs()).isZero();
    }

    @Test
    void refusesAnObjectThatIsTooLargeWhetherDeclaredOrNot() {
        Limits small = new Limits(-1, 4, 5, 10, 10, Duration.ofSeconds(10));
        try (StoreKit tight = StoreKit.open(small)) {
            Sample.in(tight);
            assertRefused(
                    tight.store().put(PutRequest.of(BUCKET, KEY, Sample.body("hello"))),
                    Reason.OBJECT_TOO_LARGE);
            assertRefused(
                    tight.store().put(PutRequest.of(BUCKET, KEY, Body.of(stream("hello"), -1))),
                    Reason.OBJECT_TOO_LARGE);
        }
    }

    @Test
    void recordsWhoAskedInEveryEvent() {
        Written written = sample.put("hello");
        assertThat(kit.recorded(written.position()).envelope().provenance())
                .isEqualTo(StoreKit.ALICE);
    }
}
