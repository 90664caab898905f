package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.server.store.ReconcileReport.Kind;
import dev.varve.server.store.Refusal.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of what a reconcile finds, what it changes when it is told to, and that it changes
/// nothing when it is not.
class ReconcileTest {
    private static final byte[] LARGE = Sample.random(1, 9000);
    private static final byte[] SMALL = Sample.random(2, 100);

    @TempDir Path data;
    private RealStore real;

    @BeforeEach
    void open() {
        real = new RealStore(data, new SettableClock());
        real.store().buckets().create(BUCKET).orThrow();
        put("large", LARGE);
        put("small", SMALL);
    }

    @AfterEach
    void close() {
        real.close();
    }

    private void put(String key, byte[] bytes) {
        real.store().put(PutRequest.of(BUCKET, ObjectKey.of(key), Body.of(bytes))).orThrow();
    }

    private void leaveBehind(byte[] bytes) {
        PutRequest request = PutRequest.of(BUCKET, ObjectKey.of("large"), Body.of(bytes));
        Sample.assertRefused(
                real.store().put(request.preconditions(Preconditions.ifAbsent())),
                Reason.PRECONDITION_FAILED);
    }

    private ReconcileReport reconcile(boolean repair) {
        return real.varve().maintenance().reconcile(repair, _ -> {});
    }

    private static BlobId idOf(byte[] bytes) throws Exception {
        return BlobId.sha256(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private List<Path> largeFiles() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("blobs/large"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void assertOnly(ReconcileReport report, Kind kind, long count) {
        for (Kind each : Kind.values()) {
            assertThat(report.of(each).count())
                    .as("%s in %s", each, report)
                    .isEqualTo(each == kind ? count : 0);
        }
    }

    @Test
    void findsNothingWhereAllIsAsItShouldBe() {
        ReconcileReport report = reconcile(false);

        assertOnly(report, Kind.MISSING, 0);
        assertThat(report.isClean()).isTrue();
        assertThat(report.blobs()).isEqualTo(2);
        assertThat(report.references()).isEqualTo(2);
    }

    @Test
    void tellsOfUnreferencedBlobsAndFreesThemOnlyWhenToldTo() throws Exception {
        byte[] left = Sample.random(3, 200);
        leaveBehind(left);
        put("more", Sample.random(4, 10));

        ReconcileReport report = reconcile(false);
        assertOnly(report, Kind.UNREFERENCED, 1);
        assertThat(report.of(Kind.UNREFERENCED).bytes()).isGreaterThan(200);
        assertThat(report.of(Kind.UNREFERENCED).sample().getFirst().blob()).hasValue(idOf(left));
        assertThat(real.varve().blobStats().blobs()).as("a report frees nothing").isEqualTo(4);

        assertThat(reconcile(true).of(Kind.UNREFERENCED).repaired()).isEqualTo(1);
        assertThat(real.varve().blobStats().blobs()).isEqualTo(3);
        assertThat(reconcile(false).isClean()).isTrue();
    }

    @Test
    void neverTellsOfOrFreesWhatIsHeld() {
        byte[] bytes = Sample.random(5, 3000);
        put("held", bytes);
        ReadResult read = real.store().get(ReadRequest.of(BUCKET, ObjectKey.of("held")));
        try (ObjectBody body = ((ReadResult.Found) read).body()) {
            real.store().delete(BUCKET, ObjectKey.of("held")).orThrow();
            real.store().history().purge(BUCKET, "").orThrow();
            assertOnly(reconcile(true), Kind.UNREFERENCED, 0);
            assertThat(body.readAll()).isEqualTo(bytes);
        }
        assertOnly(reconcile(true), Kind.UNREFERENCED, 1);
    }

    @Test
    void keepsWhatHistoryAndOpenUploadsNeed() {
        put("large", Sample.random(6, 100));
        real.store().delete(BUCKET, ObjectKey.of("small")).orThrow();
        Uploads uploads = real.store().uploads();
        UploadId upload = uploads.create(BUCKET, KEY).orThrow();
        uploads.put(BUCKET, KEY, upload, 1, Body.of(Sample.random(7, 500))).orThrow();

        assertOnly(reconcile(true), Kind.UNREFERENCED, 0);
        assertThat(real.varve().blobStats().blobs()).isEqualTo(4);
    }

    @Test
    void tellsOfMissingBytesThatAnObjectNeeds() throws Exception {
        Files.delete(largeFiles().getFirst());

        ReconcileReport report = reconcile(true);
        assertOnly(report, Kind.MISSING, 1);
        assertThat(report.of(Kind.MISSING).repaired()).isZero();
        assertThat(report.of(Kind.MISSING).sample().getFirst().blob()).hasValue(idOf(LARGE));
    }

    @Test
    void freesASecondFileOfABlobOnlyWhenToldTo() throws Exception {
        Path file = largeFiles().getFirst();
        String name = file.getFileName().toString();
        Path twin = file.resolveSibling(name.substring(0, name.indexOf('-')) + "-7");
        Files.copy(file, twin);

        assertOnly(reconcile(false), Kind.DUPLICATE, 1);
        assertThat(twin).exists();
        assertThat(reconcile(true).of(Kind.DUPLICATE).repaired()).isEqualTo(1);
        assertThat(twin).doesNotExist();
        assertThat(file).exists();
        assertThat(reconcile(false).isClean()).isTrue();
    }

    @Test
    void takesUpAWholeFileWhoseBlobIsNotHere() throws Exception {
        Path file = largeFiles().getFirst();
        Path kept = Files.copy(file, data.resolve("kept"));
        real.store().delete(BUCKET, ObjectKey.of("large")).orThrow();
        real.store().history().purge(BUCKET, "").orThrow();
        real.varve().maintenance().reclaim();
        assertThat(file).doesNotExist();
        Files.move(kept, file);

        assertOnly(reconcile(false), Kind.MISPLACED, 1);
        assertThat(reconcile(true).of(Kind.MISPLACED).repaired()).isEqualTo(1);
        assertThat(file).as("taken up, found unreferenced, freed").doesNotExist();
    }

    @Test
    void leavesFilesThatAreNotOurs() throws Exception {
        Path largeDirectory = largeFiles().getFirst().resolveSibling("");
        Path stranger = Files.writeString(largeDirectory.resolve("readme.txt"), "hello");
        Path pack = Files.writeString(data.resolve("blobs/packs/0000000001.pack.bak"), "x");
        Path wrong = largeDirectory.resolve("ab");
        Files.copy(largeFiles().getFirst(), wrong);

        assertOnly(reconcile(true), Kind.MISPLACED, 3);
        assertThat(stranger).exists();
        assertThat(pack).exists();
        assertThat(wrong).exists();
        real.reopen();
    }

    @Test
    void tellsOfQuarantinedBlobsAndTheVersionsThatNeedThem() throws Exception {
        Path file = largeFiles().getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[5000] ^= 1;
        Files.write(file, bytes);
        real.varve().maintenance().scrub(ScrubDepth.DEEP, finding -> {});

        assertOnly(reconcile(true), Kind.QUARANTINED, 1);
        QuarantineReport report = real.varve().maintenance().quarantine(10, Duration.ofSeconds(10));
        assertThat(report.complete()).isTrue();
        assertThat(report.items()).hasSize(1);
        assertThat(report.items().getFirst().blob()).isEqualTo(idOf(LARGE));
        assertThat(report.items().getFirst().references()).isEqualTo(1);
        assertThat(report.items().getFirst().named().getFirst().version().key())
                .isEqualTo(ObjectKey.of("large"));

        put("again", LARGE);
        assertThat(reconcile(false).isClean()).as("stored anew, which heals it").isTrue();
    }
}
