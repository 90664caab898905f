package dev.varve.server;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Version;
import dev.varve.server.audit.AuditIndex;
import dev.varve.server.feed.AuditTrail;
import dev.varve.server.feed.BulkChanges;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.KeyEffects;
import dev.varve.server.feed.KnownBucket;
import dev.varve.server.store.Buckets;
import dev.varve.server.store.History;
import dev.varve.server.store.Varve;
import java.util.Optional;
import java.util.function.Function;

/// The feed of a store.
public final class Feeds {
    private Feeds() {}

    public static Feed of(Varve varve) {
        Buckets buckets = varve.store(Provenance.SYSTEM).buckets();
        Function<BucketId, Optional<KnownBucket>> known =
                id -> live(buckets, id).or(() -> gone(varve.audit(), id));
        BulkChanges bulk = varve.store(Provenance.SYSTEM).history()::changes;
        return new Feed(varve.journal(), varve::position, bulk, known);
    }

    private static Optional<KnownBucket> live(Buckets buckets, BucketId id) {
        return buckets.find(id)
                .map(found -> new KnownBucket(id, found.name().value(), found.owner()));
    }

    private static Optional<KnownBucket> gone(AuditIndex audit, BucketId id) {
        return audit.read(reader -> reader.bucket(id))
                .map(found -> new KnownBucket(id, found.name(), found.owner()));
    }

    public static AuditTrail trail(Varve varve, Feed feed) {
        History history = varve.store(Provenance.SYSTEM).history();
        Buckets buckets = varve.store(Provenance.SYSTEM).buckets();
        KeyEffects effects =
                new KeyEffects() {
                    @Override
                    public Optional<BucketId> live(String bucket) {
                        return BucketName.isValid(bucket)
                                ? buckets.find(new BucketName(bucket)).map(Bucket::id)
                                : Optional.empty();
                    }

                    @Override
                    public Optional<Version> made(Recorded by, BucketId bucket, ObjectKey key) {
                        return history.made(bucket, key, by.stamp());
                    }

                    @Override
                    public boolean reaches(Recorded event, BucketId bucket) {
                        HybridTime then = event.envelope().time();
                        return buckets.find(bucket)
                                .filter(found -> found.historyFloor().compareTo(then) < 0)
                                .isPresent();
                    }
                };
        return new AuditTrail(feed, varve.journal(), varve.audit(), effects);
    }
}
