package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A caller who was let into one bucket, and what becomes of it when another takes its name.
class HeldTest {
    private static final BucketName NAME = new BucketName("bucket");
    private static final BucketName OTHER = new BucketName("other");
    private static final ObjectKey KEY = ObjectKey.of("key");

    @TempDir Path directory;
    private Varve varve;
    private ObjectStore holding;

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(directory).space(0, 0));
        ObjectStore alice = as("alice");
        alice.buckets().create(NAME).orThrow();
        alice.buckets().create(OTHER).orThrow();
        Bucket bucket = alice.buckets().find(NAME).orElseThrow();
        holding = alice.holding(bucket);
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private ObjectStore as(String user) {
        return varve.store(
                new Provenance(new Actor(user), Provenance.Surface.S3, "127.0.0.1", "REQ"));
    }

    private static PutRequest put(BucketName bucket, String text) {
        return PutRequest.of(bucket, KEY, Body.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// The name goes to Bob, who keeps something there.
    private void replace() {
        as("alice").buckets().delete(NAME).orThrow();
        as("bob").buckets().create(NAME).orThrow();
        as("bob").put(put(NAME, "secret")).orThrow();
    }

    private static void assertNoBucket(Outcome<?> outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.refusal().reason())
                                        .isEqualTo(Reason.NO_SUCH_BUCKET));
    }

    @Test
    void usesTheBucketWhileItIsThere() {
        holding.put(put(NAME, "mine")).orThrow();
        holding.head(ReadRequest.of(NAME, KEY)).orThrow();
        holding.delete(NAME, KEY).orThrow();
        holding.put(put(OTHER, "mine")).orThrow();
        holding.buckets().delete(NAME).orThrow();
        assertNoBucket(holding.buckets().delete(NAME));
    }

    @Test
    void writesNothingWhereAnotherTookItsName() {
        replace();
        assertNoBucket(holding.put(put(NAME, "mine")));
        assertNoBucket(holding.delete(NAME, KEY));
        assertNoBucket(holding.uploads().create(NAME, KEY));
        assertNoBucket(holding.buckets().delete(NAME));
        assertNoBucket(
                holding.deleteAll(
                                NAME,
                                List.of(
                                        new ObjectStore.DeleteTarget(
                                                KEY, null, Preconditions.NONE)),
                                false)
                        .getFirst());
        as("bob").head(ReadRequest.of(NAME, KEY)).orThrow();
    }

    @Test
    void readsAndCopiesNothingOfIt() {
        replace();
        assertThat(holding.get(ReadRequest.of(NAME, KEY)))
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused ->
                                assertThat(refused.refusal().reason())
                                        .isEqualTo(Reason.NO_SUCH_BUCKET));
        assertNoBucket(holding.head(ReadRequest.of(NAME, KEY)));
        assertNoBucket(
                holding.copy(
                        new CopyRequest(
                                ReadRequest.of(NAME, KEY),
                                OTHER,
                                KEY,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Preconditions.NONE)));
    }
}
