package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.store.AttributeChange.SetTags;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Transactions and operations on prefixes of a model run.
final class ModelBulkRun {
    private static final int MOST_KEYS = 30;

    private final ModelBulk bulk;
    private final ModelRun.Subject subject;
    private final BucketName bucket;
    private final Random random;
    private final List<ObjectKey> keys;

    record Answers(String operation, String expected, String actual) {}

    /// A point to go back to.
    record Then(AsOf asOf, int tick) {}

    /// @param keys those of the run, to which keys that objects are moved to are added
    ModelBulkRun(
            ModelStore model,
            ModelRun.Subject subject,
            BucketName bucket,
            Random random,
            List<ObjectKey> keys) {
        this.bulk = new ModelBulk(model);
        this.subject = subject;
        this.bucket = bucket;
        this.random = random;
        this.keys = keys;
    }

    Answers step(Then then) {
        return switch (random.nextInt(10)) {
            case 0 -> delete();
            case 1, 2 -> move();
            case 8, 9 -> restore(then);
            case 3, 4, 5 -> transaction();
            default -> settle();
        };
    }

    private ObjectKey key() {
        return keys.get(random.nextInt(keys.size()));
    }

    private String prefix() {
        String text = key().toString();
        int most = Math.min(3, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, 1 + random.nextInt(most)));
    }

    /// Settles some keys of what there is, mostly not all.
    private Answers settle() {
        int steps = random.nextInt(3);
        for (int i = 0; i < steps; i++) {
            subject.maintenance().settle(1 + random.nextInt(4));
        }
        return new Answers("settle", "", "");
    }

    private Answers delete() {
        String prefix = prefix();
        boolean dryRun = random.nextBoolean();
        PrefixDelete request = PrefixDelete.of(bucket, prefix);
        Outcome<RangeResult> outcome =
                settledIfNeeded(dryRun ? request.dry() : request, ObjectStore::deletePrefix);
        return new Answers(
                "delete prefix " + prefix + (dryRun ? " dry" : ""),
                bulk.delete(prefix, dryRun),
                words(outcome));
    }

    private Answers restore(Then then) {
        int which = random.nextInt(4);
        boolean dryRun = random.nextInt(4) == 0;
        ObjectKey key = key();
        String prefix = which == 0 ? key.toString() : which == 1 ? "" : prefix();
        RestoreRequest whole =
                which == 0
                        ? RestoreRequest.of(bucket, key, then.asOf())
                        : RestoreRequest.of(bucket, prefix, then.asOf());
        boolean skip = random.nextBoolean();
        RestoreRequest request = skip ? whole.skippingReleased() : whole;
        Outcome<RestoreResult> outcome =
                settledIfNeeded(dryRun ? request.dry() : request, ObjectStore::restore);
        String expected =
                which == 0
                        ? bulk.restore(key, then.tick(), dryRun, skip)
                        : bulk.restore(prefix, then.tick(), dryRun, skip);
        return new Answers(
                "restore "
                        + prefix
                        + " to "
                        + then
                        + (dryRun ? " dry" : "")
                        + (skip ? " skip" : ""),
                expected,
                switch (outcome) {
                    case Outcome.Done<RestoreResult>(RestoreResult result) -> words(result);
                    case Outcome.Refused<RestoreResult>(Refusal refusal) ->
                            ModelStore.refused(refusal.reason());
                });
    }

    private static String words(RestoreResult result) {
        return "done "
                + Stream.of(result.back(), result.changed(), result.gone(), result.released())
                        .map(count -> count.objects() + " " + count.bytes())
                        .collect(Collectors.joining(" "));
    }

    private Answers move() {
        String prefix = prefix();
        String to = random.nextInt(3) == 0 ? prefix + "~" : prefix();
        String target = random.nextInt(4) == 0 ? "moved " + random.nextInt(3) + "/" : to;
        boolean dryRun = random.nextInt(4) == 0;
        PrefixMove request = PrefixMove.of(bucket, prefix, bucket, target);
        Outcome<RangeResult> outcome =
                settledIfNeeded(dryRun ? request.dry() : request, ObjectStore::movePrefix);
        List<ObjectKey> sources = bulk.keys(prefix);
        String expected = bulk.move(prefix, target, dryRun);
        if (expected.startsWith("done")) {
            sources.forEach(source -> learn(ModelBulk.moved(source, prefix, target)));
        }
        return new Answers(
                "move prefix " + prefix + " to " + target + (dryRun ? " dry" : ""),
                expected,
                words(outcome));
    }

    private void learn(@Nullable ObjectKey key) {
        if (key == null || keys.contains(key)) {
            return;
        }
        if (keys.size() < MOST_KEYS) {
            keys.add(key);
        } else {
            keys.set(random.nextInt(keys.size()), key);
        }
    }

    @FunctionalInterface
    private interface Door<Q, R> {
        Outcome<R> ask(ObjectStore store, Q request);
    }

    /// Ranges that overlap are refused while they settle, which the model knows nothing of.
    private <Q, R> Outcome<R> settledIfNeeded(Q request, Door<Q, R> door) {
        Outcome<R> outcome = door.ask(subject.store(), request);
        boolean settling =
                outcome instanceof Outcome.Refused<R>(Refusal refusal)
                        && refusal.reason() == Reason.CONFLICT;
        if (settling) {
            subject.maintenance().settle();
            return door.ask(subject.store(), request);
        }
        return outcome;
    }

    private static String words(Outcome<RangeResult> outcome) {
        return switch (outcome) {
            case Outcome.Done<RangeResult>(RangeResult result) ->
                    "done " + result.objects() + " " + result.bytes();
            case Outcome.Refused<RangeResult>(Refusal refusal) ->
                    ModelStore.refused(refusal.reason());
        };
    }

    private Answers transaction() {
        List<ModelBulk.Part> parts = parts();
        List<TransactionRequest.Part> asked = parts.stream().map(this::request).toList();
        Outcome<TransactionResult> outcome =
                subject.store().transaction(new TransactionRequest(asked));
        String actual =
                switch (outcome) {
                    case Outcome.Done<TransactionResult> _ -> "done";
                    case Outcome.Refused<TransactionResult>(Refusal refusal) ->
                            ModelStore.refused(refusal.reason())
                                    + " at "
                                    + refusal.part().orElse(-1);
                };
        return new Answers("transaction " + parts, bulk.transaction(parts), actual);
    }

    private List<ModelBulk.Part> parts() {
        List<ModelBulk.Part> parts = new ArrayList<>();
        Set<ObjectKey> changed = new HashSet<>();
        int wanted = 1 + random.nextInt(5);
        for (int i = 0; i < wanted; i++) {
            ModelBulk.Part part = part();
            List<ObjectKey> changes = changes(part).toList();
            if (changes.stream().distinct().count() == changes.size()
                    && changes.stream().noneMatch(changed::contains)) {
                changed.addAll(changes);
                parts.add(part);
            }
        }
        return parts.isEmpty() ? parts() : parts;
    }

    private static Stream<ObjectKey> changes(ModelBulk.Part part) {
        return switch (part) {
            case ModelBulk.Part.Put put -> Stream.of(put.key());
            case ModelBulk.Part.Delete delete -> Stream.of(delete.key());
            case ModelBulk.Part.Copy copy -> Stream.of(copy.to());
            case ModelBulk.Part.Move move -> Stream.of(move.key(), move.to());
            case ModelBulk.Part.Tag tag -> Stream.of(tag.key());
            case ModelBulk.Part.Require _ -> Stream.of();
        };
    }

    private Preconditions asked() {
        return random.nextInt(8) == 0 ? Preconditions.ifAbsent() : Preconditions.NONE;
    }

    private ModelBulk.Part part() {
        ObjectKey key = key();
        return switch (random.nextInt(7)) {
            case 0 -> new ModelBulk.Part.Delete(key, asked());
            case 1 -> new ModelBulk.Part.Copy(existing(), key);
            case 2 -> new ModelBulk.Part.Move(existing(), key);
            case 3 -> new ModelBulk.Part.Tag(existing(), "t" + random.nextInt(3));
            case 4 -> new ModelBulk.Part.Require(key, asked());
            default -> {
                String body = "body " + random.nextInt(9);
                ETag etag = Md5s.of(body.getBytes(StandardCharsets.UTF_8));
                yield new ModelBulk.Part.Put(key, body, etag, asked());
            }
        };
    }

    /// Mostly a key with an object, so that not every transaction is refused.
    private ObjectKey existing() {
        List<ObjectKey> there = bulk.keys("");
        return there.isEmpty() || random.nextInt(10) == 0
                ? key()
                : there.get(random.nextInt(there.size()));
    }

    private TransactionRequest.Part request(ModelBulk.Part part) {
        return switch (part) {
            case ModelBulk.Part.Put put ->
                    new TransactionRequest.Put(
                            bucket,
                            put.key(),
                            subject.store().stage(bucket, Sample.body(put.body())).orThrow().id(),
                            Attributes.NONE,
                            put.asked());
            case ModelBulk.Part.Delete delete ->
                    new TransactionRequest.Delete(bucket, delete.key(), delete.asked());
            case ModelBulk.Part.Copy copy ->
                    new TransactionRequest.Copy(copy(copy.key(), copy.to()));
            case ModelBulk.Part.Move move ->
                    new TransactionRequest.Move(copy(move.key(), move.to()));
            case ModelBulk.Part.Tag tag ->
                    new TransactionRequest.Change(
                            bucket,
                            tag.key(),
                            null,
                            new SetTags(new TreeMap<>(Map.of("tag", tag.tag()))));
            case ModelBulk.Part.Require require ->
                    new TransactionRequest.Require(bucket, require.key(), require.asked(), null);
        };
    }

    private CopyRequest copy(ObjectKey from, ObjectKey to) {
        return CopyRequest.of(ReadRequest.of(bucket, from), bucket, to);
    }
}
