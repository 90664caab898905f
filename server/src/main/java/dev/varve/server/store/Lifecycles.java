package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.LifecycleRule;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Lifecycle;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.LifecyclePlan.Due;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What goes by itself, and when. Rules are set with [Buckets#setLifecycle].
public final class Lifecycles {
    /// Who lets go of what is due, as events name it; users may have the same id.
    static final Actor ACTOR = new Actor("lifecycle");

    /// How the source of such events begins; the id of the rule follows.
    static final String SOURCE = "lifecycle:";

    /// Versions and uploads that one page of a preview looks at.
    public static final int LOOKED_AT = 1000;

    private final Core core;

    Lifecycles(Core core) {
        this.core = core;
    }

    /// Whether something came to be by a rule, and not by anybody who may be called alike: no request
    /// over a network comes from the system itself.
    public static boolean did(Provenance by) {
        return by.surface() == Provenance.Surface.SYSTEM
                && by.actor().equals(ACTOR)
                && by.source().startsWith(SOURCE);
    }

    /// The id of the rule by which something came to be, see [#did].
    public static String rule(Provenance by) {
        return by.source().substring(SOURCE.length());
    }

    /// When something goes, and by which rule.
    public record Expiry(Instant at, String rule) {}

    /// @param items that go no later than was asked for
    /// @param next where to go on; null at the end
    public record Preview(List<LifecycleItem> items, @Nullable LifecyclePlace next) {
        public Preview {
            items = List.copyOf(items);
        }
    }

    /// Empty where no rule is about it. In a view of the past nothing goes.
    public Optional<Expiry> expiry(BucketName name, Version current) {
        return due(name, (view, bucket, plan) -> plan.object(current));
    }

    /// The same of an open upload.
    public Optional<Expiry> expiry(BucketName name, ObjectKey key, UploadId upload) {
        return due(
                name,
                (view, bucket, plan) ->
                        plan.hasUploads()
                                ? view.upload(bucket, key, upload).flatMap(plan::upload)
                                : Optional.empty());
    }

    @FunctionalInterface
    private interface Question {
        Optional<Due> ask(ObjectReader view, BucketId bucket, LifecyclePlan plan);
    }

    private Optional<Expiry> due(BucketName name, Question question) {
        if (core.held().past(name).isPresent()) {
            return Optional.empty();
        }
        BucketId held = core.held().buckets().get(name);
        return core.read(view -> {
            BucketId bucket = held == null ? view.bucket(name).map(Bucket::id).orElse(null) : held;
            return bucket == null
                    ? Optional.<Expiry>empty()
                    : core.plans()
                            .of(view, bucket)
                            .flatMap(plan -> question.ask(view, bucket, plan))
                            .map(due -> new Expiry(due.at(), due.rule().id()));
        });
    }

    /// What would go, and when, if nothing changed. Nothing goes by this.
    ///
    /// @param rules to try; null for those of the bucket
    /// @param until what goes later is left out
    public Outcome<Preview> preview(
            BucketName name,
            @Nullable List<LifecycleRule> rules,
            Instant until,
            LifecyclePlace from) {
        return core.inBucket(
                name,
                (view, bucket) -> {
                    List<LifecycleRule> tried =
                            rules == null
                                    ? view.lifecycle(bucket.id())
                                            .map(Lifecycle::rules)
                                            .orElse(List.of())
                                    : rules;
                    LifecycleScan scan = new LifecycleScan(bucket, new LifecyclePlan(tried), from);
                    return Outcome.done(
                            new Preview(scan.page(view, until, LOOKED_AT), scan.place()));
                });
    }
}
