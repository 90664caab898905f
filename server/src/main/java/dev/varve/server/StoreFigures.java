package dev.varve.server;

import dev.varve.log.BlobStore;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.server.consumers.Consumer;
import dev.varve.server.consumers.Status;
import dev.varve.server.http.ops.StoreGauges;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Varve;
import java.time.Duration;
import java.util.List;

/// The store's figures for metrics. Open uploads are counted anew every so often, up to a limit.
final class StoreFigures implements StoreGauges {
    static final int MOST_UPLOADS = 10_000;
    private static final int MOST_BUCKETS = 1000;
    private static final Duration COUNT_EVERY = Duration.ofSeconds(15);

    private final Varve varve;
    private long counted = Long.MIN_VALUE;
    private long uploads;

    StoreFigures(Varve varve) {
        this.varve = varve;
    }

    private BlobStore.Stats blobs() {
        return varve.blobStats();
    }

    @Override
    public long journalPosition() {
        return varve.journal().durable().value();
    }

    @Override
    public long viewLag() {
        return Math.max(0, journalPosition() - varve.position().value());
    }

    @Override
    public long blobBytesLogical() {
        return blobs().logicalBytes();
    }

    @Override
    public long blobBytesPhysical() {
        return blobs().physicalBytes();
    }

    @Override
    public long bytesSavedByDeduplication() {
        return blobs().dedupBytes();
    }

    @Override
    public long bytesSavedByCompression() {
        BlobStore.Stats stats = blobs();
        return Math.max(0, stats.logicalBytes() - stats.physicalBytes());
    }

    @Override
    public double fsyncSeconds() {
        return varve.lastBatch().sync().toNanos() / 1e9;
    }

    @Override
    public long batchSize() {
        return varve.lastBatch().commands();
    }

    @Override
    public synchronized long openUploads() {
        long now = System.nanoTime();
        if (counted == Long.MIN_VALUE || now - counted > COUNT_EVERY.toNanos()) {
            uploads = countUploads();
            counted = now;
        }
        return uploads;
    }

    private long countUploads() {
        ObjectStore store = varve.store();
        List<Bucket> buckets = store.buckets().list("", "", MOST_BUCKETS);
        int count = 0;
        for (Bucket bucket : buckets) {
            Outcome<UploadPage> page =
                    store.uploads().list(bucket.name(), "", "", null, MOST_UPLOADS - count);
            if (page instanceof Outcome.Done<UploadPage>(UploadPage found)) {
                count += found.uploads().size();
            }
        }
        return count;
    }

    @Override
    public List<ConsumerGauge> consumers() {
        return varve.consumers().list().stream().map(StoreFigures::gauge).toList();
    }

    private static ConsumerGauge gauge(Consumer consumer) {
        Status status = consumer.status();
        return new ConsumerGauge(
                consumer.name(), status.lag(), status.state().isTrouble(), status.failures());
    }
}
