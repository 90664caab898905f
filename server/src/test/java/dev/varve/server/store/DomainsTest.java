package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.UploadId;
import dev.varve.server.store.Refusal.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A bucket of a private dedup domain beside one that shares.
class DomainsTest {
    private static final byte[] CONTENT = Sample.random(1, 500);

    @TempDir Path data;

    private RealStore real;

    @BeforeEach
    void open() {
        real = new RealStore(data, new SettableClock());
        store().buckets().create(BUCKET).orThrow();
        store().buckets().create(OTHER, settings(real.varve().newDedupDomain())).orThrow();
        store().put(PutRequest.of(BUCKET, KEY, Body.of(CONTENT))).orThrow();
    }

    @AfterEach
    void close() {
        real.close();
    }

    private ObjectStore store() {
        return real.store();
    }

    private static BucketSettings settings(int domain) {
        BucketSettings settings = BucketSettings.DEFAULT;
        return new BucketSettings(
                settings.versioning(),
                settings.historyWindow(),
                settings.objectLock(),
                settings.quota(),
                domain,
                settings.tags(),
                settings.documents());
    }

    private BlobId blob(BucketName bucket) {
        return store().head(ReadRequest.of(bucket, KEY))
                .orThrow()
                .object()
                .content()
                .blobs()
                .getFirst();
    }

    @Test
    void copiesBytesAnewIntoAnotherDomain() {
        store().copy(CopyRequest.of(ReadRequest.of(BUCKET, KEY), OTHER, KEY)).orThrow();
        assertThat(blob(OTHER).domain()).isNotEqualTo(blob(BUCKET).domain());
        assertThat(real.varve().blobStats().blobs()).isEqualTo(2);
        real.reopen();
        try (ObjectBody body = store().get(ReadRequest.of(OTHER, KEY)).orThrow()) {
            assertThat(body.readAll()).isEqualTo(CONTENT);
        }
    }

    @Test
    void refusesPartsByReferenceFromAnotherDomain() {
        UploadId upload = store().uploads().create(OTHER, KEY).orThrow();
        Sample.assertRefused(
                store().uploads().copy(OTHER, KEY, upload, 1, ReadRequest.of(BUCKET, KEY)),
                Reason.INVALID_BUCKET_STATE);
    }

    @Test
    void refusesATransactionThatWouldCarryBytesFromOneToTheOther() {
        Outcome<TransactionResult> copied =
                store().transaction(
                                TransactionRequest.of(
                                        new TransactionRequest.Copy(
                                                CopyRequest.of(
                                                        ReadRequest.of(BUCKET, KEY), OTHER, KEY))));
        Sample.assertRefused(copied, Reason.INVALID_BUCKET_STATE);
        String staged = store().stage(BUCKET, Body.of(CONTENT)).orThrow().id();
        TransactionRequest put =
                TransactionRequest.of(
                        new TransactionRequest.Put(
                                OTHER, KEY, staged, Attributes.NONE, Preconditions.NONE));
        Sample.assertRefused(store().transaction(put), Reason.INVALID_BUCKET_STATE);
    }
}
