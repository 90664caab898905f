package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ETag;
import dev.varve.log.Event;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Position;
import dev.varve.log.VersionId;
import dev.varve.projections.Projector;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ObjectFold;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.TransactionRequest.Change;
import dev.varve.server.store.TransactionRequest.Copy;
import dev.varve.server.store.TransactionRequest.Delete;
import dev.varve.server.store.TransactionRequest.Move;
import dev.varve.server.store.TransactionRequest.Part;
import dev.varve.server.store.TransactionRequest.Put;
import dev.varve.server.store.TransactionRequest.Require;
import dev.varve.server.store.TransactionResult.Changed;
import dev.varve.server.store.TransactionResult.Held;
import dev.varve.server.store.TransactionResult.Removed;
import dev.varve.server.store.TransactionResult.Wrote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransactionTest {
    private static final ObjectKey A = ObjectKey.of("a");
    private static final ObjectKey B = ObjectKey.of("b");
    private static final ObjectKey C = ObjectKey.of("c");

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    private String stage(String text) {
        return store.stage(BUCKET, Sample.body(text)).orThrow().id();
    }

    private Put put(ObjectKey key, String text) {
        return new Put(BUCKET, key, stage(text), Attributes.NONE, Preconditions.NONE);
    }

    private static Copy copy(ObjectKey from, BucketName bucket, ObjectKey to) {
        return new Copy(CopyRequest.of(ReadRequest.of(BUCKET, from), bucket, to));
    }

    private static Move move(ObjectKey from, ObjectKey to) {
        return new Move(CopyRequest.of(ReadRequest.of(BUCKET, from), BUCKET, to));
    }

    private static Delete delete(ObjectKey key) {
        return new Delete(BUCKET, key, Preconditions.NONE);
    }

    private static Require require(ObjectKey key, Preconditions asked) {
        return new Require(BUCKET, key, asked, null);
    }

    private static Change tag(ObjectKey key, String value) {
        TreeMap<String, String> tags = new TreeMap<>(Map.of("tag", value));
        return new Change(BUCKET, key, null, new AttributeChange.SetTags(tags));
    }

    private Outcome<TransactionResult> run(Part... parts) {
        return store.transaction(TransactionRequest.of(parts));
    }

    private void assertRefusedAt(int part, Reason reason, Outcome<TransactionResult> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        Refusal refusal = ((Outcome.Refused<TransactionResult>) outcome).refusal();
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.part()).hasValue(part);
    }

    @Test
    void doesAllItsPartsAsOneEvent() {
        store.buckets().create(OTHER).orThrow();
        ETag etag = sample.put(A, "one").etag();
        sample.put(B, "two");
        sample.put(C, "three");
        ObjectKey d = ObjectKey.of("d");
        ObjectKey e = ObjectKey.of("e");
        sample.put(e, "five");
        long before = store.position().value();
        TransactionResult result =
                run(
                                require(A, Preconditions.ifMatch(etag)),
                                put(d, "four"),
                                copy(A, OTHER, KEY),
                                move(B, ObjectKey.of("b2")),
                                delete(C),
                                tag(e, "x"))
                        .orThrow();
        assertThat(store.position().value()).isEqualTo(before + 1);
        assertThat(result.position()).contains(store.position());
        assertThat(sample.keys()).containsExactly("a", "b2", "d", "e");
        assertThat(sample.get(d)).isEqualTo("four");
        assertThat(sample.get(ObjectKey.of("b2"))).isEqualTo("two");
        assertThat(sample.get(ReadRequest.of(OTHER, KEY))).isEqualTo("one");
        assertThat(store.head(ReadRequest.of(BUCKET, e)).orThrow().object().attributes().tags())
                .containsEntry("tag", "x");
        assertThat(result.effects()).hasSize(6);
        assertThat(result.effects().get(0)).isInstanceOf(Held.class);
        Written written = ((Wrote) result.effects().get(1)).written();
        assertThat(written.etag()).isEqualTo(Md5s.of("four".getBytes(StandardCharsets.UTF_8)));
        assertThat(store.head(ReadRequest.of(BUCKET, d)).orThrow().id())
                .isEqualTo(written.version());
        assertThat(result.effects().get(4)).isInstanceOf(Removed.class);
        assertThat(result.effects().get(5)).isInstanceOf(Changed.class);
    }

    @Test
    void recordsChangesInTheOrderOfKeys() {
        sample.put(C, "three");
        Position position =
                run(put(B, "b"), delete(C), put(A, "a")).orThrow().position().orElseThrow();
        TransactionCommitted event = (TransactionCommitted) kit.recorded(position).event();
        assertThat(event.changes()).extracting(Event.ObjectEvent::key).containsExactly(A, B, C);
    }

    @Test
    void namesVersionsOfSeveralKeysByOneStamp() {
        sample.versioning(Versioning.ENABLED);
        TransactionResult result = run(put(A, "a"), put(B, "b")).orThrow();
        VersionId id = ((Wrote) result.effects().get(0)).written().version();
        assertThat(((Wrote) result.effects().get(1)).written().version()).isEqualTo(id);
        store.deleteVersion(BUCKET, A, VersionRef.of(id), false).orThrow();
        sample.assertAbsent(ReadRequest.of(BUCKET, A), Reason.NO_SUCH_KEY);
        assertThat(sample.get(B)).isEqualTo("b");
        store.history().purge(BUCKET, A, id).orThrow();
        assertThat(sample.get(B)).isEqualTo("b");
    }

    @Test
    void changesNothingWhenAnyPartIsRefusedAndSaysWhich() {
        sample.put(A, "one");
        long before = store.position().value();
        Put put = put(B, "two");
        assertRefusedAt(
                2,
                Reason.PRECONDITION_FAILED,
                run(put, delete(A), require(A, Preconditions.ifAbsent())));
        assertRefusedAt(1, Reason.NO_SUCH_KEY, run(put, move(C, KEY)));
        assertRefusedAt(1, Reason.NO_SUCH_KEY, run(put, tag(C, "x")));
        assertRefusedAt(
                1, Reason.NO_SUCH_BUCKET, run(put, new Delete(OTHER, A, Preconditions.NONE)));
        assertRefusedAt(1, Reason.NO_SUCH_UPLOAD, run(put, putOf("00")));
        assertThat(store.position().value()).isEqualTo(before);
        assertThat(sample.keys()).containsExactly("a");
        run(put, delete(A)).orThrow();
        assertThat(sample.keys()).containsExactly("b");
    }

    private static Put putOf(String staged) {
        return new Put(BUCKET, C, staged, Attributes.NONE, Preconditions.NONE);
    }

    @Test
    void holdsARequiredVersion() {
        sample.versioning(Versioning.ENABLED);
        VersionId first = sample.put(A, "one").version();
        Require require = new Require(BUCKET, A, Preconditions.NONE, first);
        run(require, put(B, "b")).orThrow();
        sample.put(A, "two");
        assertRefusedAt(0, Reason.PRECONDITION_FAILED, run(require, put(C, "c")));
        assertRefusedAt(
                0,
                Reason.NO_SUCH_KEY,
                run(require(KEY, Preconditions.ifMatch(Preconditions.ANY)), put(C, "c")));
    }

    @Test
    void writesNoEventWhenNothingHasToChange() {
        sample.put(A, "one");
        long before = store.position().value();
        TransactionResult result = run(require(A, Preconditions.NONE), delete(B)).orThrow();
        assertThat(result.position()).isEmpty();
        assertThat(result.effects()).hasSize(2);
        assertThat(store.position().value()).isEqualTo(before);
    }

    @Test
    void seesTheStateBeforeTheTransactionInEveryPart() {
        sample.put(A, "old");
        run(put(A, "new"), copy(A, BUCKET, B)).orThrow();
        assertThat(sample.get(A)).isEqualTo("new");
        assertThat(sample.get(B)).isEqualTo("old");
    }

    @Test
    void refusesToChangeAKeyTwice() {
        sample.put(A, "one");
        sample.put(B, "two");
        assertRefusedAt(1, Reason.INVALID_ARGUMENT, run(put(A, "x"), delete(A)));
        assertRefusedAt(1, Reason.INVALID_ARGUMENT, run(move(A, B), move(B, C)));
        assertRefusedAt(0, Reason.INVALID_ARGUMENT, run(move(A, A)));
    }

    @Test
    void countsTheSumAgainstTheQuota() {
        store.buckets().change(BUCKET, new SettingsChange.SetQuota(new Quota(10, 3))).orThrow();
        sample.put(A, "12345");
        sample.put(B, "12345");
        run(delete(A), put(C, "54321")).orThrow();
        assertRefused(run(put(A, "1")), Reason.QUOTA_EXCEEDED);
        assertRefused(run(delete(B), put(A, "123"), put(KEY, "456")), Reason.QUOTA_EXCEEDED);
        run(delete(B), put(A, "12"), put(KEY, "456")).orThrow();
        assertRefused(
                run(delete(KEY), put(B, ""), put(ObjectKey.of("d"), "")), Reason.QUOTA_EXCEEDED);
        assertThat(store.buckets().usage(BUCKET).orThrow().bytes()).isEqualTo(10);
    }

    @Test
    void countsTheSumAgainstTheNodesCap() {
        try (StoreKit small = StoreKit.open(Limits.DEFAULT.withNodeBytes(5))) {
            Sample.in(small);
            small.store().buckets().create(OTHER).orThrow();
            String id = small.store().stage(BUCKET, Sample.body("123")).orThrow().id();
            Put here = new Put(BUCKET, A, id, Attributes.NONE, Preconditions.NONE);
            Put there = new Put(OTHER, A, id, Attributes.NONE, Preconditions.NONE);
            TransactionRequest both = TransactionRequest.of(here, there);
            assertRefused(small.store().transaction(both), Reason.NODE_FULL);
            small.store().transaction(TransactionRequest.of(here)).orThrow();
        }
    }

    @Test
    void placesMarkersWhereVersionsAreKept() {
        sample.versioning(Versioning.ENABLED);
        sample.put(A, "one");
        TransactionResult result = run(move(A, B), delete(C)).orThrow();
        assertThat(sample.keys()).containsExactly("b");
        Deleted deleted = ((Removed) result.effects().get(1)).deleted();
        assertThat(deleted.marker()).isPresent();
        assertThat(store.history().of(BUCKET, A, null, 10).orThrow()).hasSize(2);
    }

    @Test
    void refusesWhatLocksForbid() {
        assertRefusedAt(
                1,
                Reason.INVALID_BUCKET_STATE,
                run(
                        put(A, "one"),
                        new Put(
                                BUCKET,
                                B,
                                stage("two"),
                                Attributes.NONE.withLegalHold(true),
                                Preconditions.NONE)));
        assertThat(sample.keys()).isEmpty();
    }

    @Test
    void copiesFromThePast() {
        Position then = sample.put(A, "old").position();
        sample.put(A, "new");
        ReadRequest source = ReadRequest.of(BUCKET, A).asOf(new AsOf.AtPosition(then));
        run(new Copy(CopyRequest.of(source, BUCKET, B))).orThrow();
        assertThat(sample.get(B)).isEqualTo("old");
        assertRefusedAt(
                0, Reason.INVALID_ARGUMENT, run(new Move(CopyRequest.of(source, BUCKET, C))));
    }

    @Test
    void makesAThousandChangesAndRefusesMore() {
        List<Part> parts = new ArrayList<>();
        String body = stage("same");
        for (int i = 0; i < TransactionRequest.MAX; i++) {
            parts.add(
                    new Put(
                            BUCKET,
                            ObjectKey.of("key " + i),
                            body,
                            Attributes.NONE,
                            Preconditions.NONE));
        }
        TransactionResult result = store.transaction(new TransactionRequest(parts)).orThrow();
        assertThat(result.effects()).hasSize(TransactionRequest.MAX);
        assertThat(store.buckets().usage(BUCKET).orThrow().objects())
                .isEqualTo(TransactionRequest.MAX);
        parts.add(delete(A));
        assertRefused(store.transaction(new TransactionRequest(parts)), Reason.INVALID_ARGUMENT);
        assertRefused(
                store.transaction(new TransactionRequest(List.of())), Reason.INVALID_ARGUMENT);
    }

    @Test
    void refusesChangesThatDoNotFitIntoOneEvent() {
        TreeMap<String, String> large = new TreeMap<>(Map.of("note", "x".repeat(2000)));
        Attributes attributes = Attributes.NONE.withMetadata(new Metadata(new TreeMap<>(), large));
        List<Part> parts = new ArrayList<>();
        String body = stage("same");
        for (int i = 0; i < 600; i++) {
            ObjectKey key = ObjectKey.of("key " + i);
            parts.add(new Put(BUCKET, key, body, attributes, Preconditions.NONE));
        }
        Outcome<TransactionResult> outcome = store.transaction(new TransactionRequest(parts));
        assertRefused(outcome, Reason.INVALID_ARGUMENT);
        assertThat(sample.keys()).isEmpty();
        store.transaction(new TransactionRequest(parts.subList(0, 400))).orThrow();
    }

    @Test
    void foldsToTheSameViewAgain() {
        sample.put(A, "one");
        run(put(B, "two"), move(A, C), delete(KEY)).orThrow();
        try (ViewStore fresh = new MemoryViewStore();
                Projector projector = new Projector(kit.journal, fresh, new ObjectFold())) {
            projector.catchUp();
            try (ViewSnapshot rebuilt = fresh.snapshot();
                    ViewSnapshot served = kit.views.snapshot()) {
                assertThat(ViewDigest.of(rebuilt)).isEqualTo(ViewDigest.of(served));
            }
        }
    }
}
