package dev.varve.tools.crash;

import dev.varve.log.BucketName;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.ObjectStore;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Picks what a thread does next to its own keys, from what the store holds of them.
final class Chooser {
    private static final int KEYS = 8;
    private static final int LOOK_BACK = 50;
    private static final int MANY_VERSIONS = 6;
    private static final int PARTS = 4;

    private final ObjectStore store;
    private final int thread;
    private final SplittableRandom random;

    Chooser(ObjectStore store, int thread, SplittableRandom random) {
        this.store = store;
        this.thread = thread;
        this.random = random;
    }

    private Target target() {
        Bin bin = Bin.any(random);
        return new Target(bin, "%02d/%02d".formatted(thread, random.nextInt(KEYS)));
    }

    Op next() {
        Target at = target();
        Past past = Past.of(store, at);
        if (past.versions().size() > MANY_VERSIONS) {
            return thinOut(at, past);
        }
        int roll = random.nextInt(100);
        if (roll < 40) {
            return put(at, past);
        }
        if (roll < 60) {
            return upload(at);
        }
        if (roll < 70) {
            return copy(at);
        }
        return roll < 80 ? new Op.Delete(at) : onHistory(at, past);
    }

    private Op put(Target at, Past past) {
        Piece piece = random.nextInt(10) < 4 ? Piece.common(random) : Piece.fresh(random);
        Version object = past.object();
        return switch (random.nextInt(6)) {
            case 0 -> new Op.Put(at, piece, Op.Condition.ABSENT, Op.NONE);
            case 1 ->
                    object == null
                            ? new Op.Put(at, piece, Op.Condition.NONE, Op.NONE)
                            : new Op.Put(
                                    at,
                                    piece,
                                    Op.Condition.SAME_ETAG,
                                    object.object().etag().value());
            default -> new Op.Put(at, piece, Op.Condition.NONE, Op.NONE);
        };
    }

    private Op copy(Target at) {
        Target from = target();
        return Past.of(store, from).object() == null ? new Op.Delete(at) : new Op.Copy(at, from);
    }

    private Op onHistory(Target at, Past past) {
        if (past.versions().isEmpty()) {
            return put(at, past);
        }
        Version some = past.versions().get(random.nextInt(past.versions().size()));
        boolean hidden = some.hiddenAt() != null;
        return switch (random.nextInt(4)) {
            case 0 -> hidden && at.bin().keepsHidden() ? purge(at, some) : new Op.PurgeAll(at);
            case 1 -> hidden ? put(at, past) : new Op.DeleteVersion(at, some.id().toString());
            default -> undelete(at, past, some);
        };
    }

    private static Op purge(Target at, Version version) {
        return new Op.Purge(at, version.id().toString());
    }

    private Op undelete(Target at, Past past, Version some) {
        boolean current = past.object() != null && past.object().id().equals(some.id());
        if (!at.bin().keepsHidden() || !some.isObject() || current) {
            return put(at, past);
        }
        return past.object() == null && random.nextBoolean()
                ? new Op.Undelete(at, Op.NONE)
                : new Op.Undelete(at, some.id().toString());
    }

    private Op thinOut(Target at, Past past) {
        Version oldest =
                past.versions().reversed().stream()
                        .filter(version -> version.hiddenAt() == null)
                        .findFirst()
                        .orElse(null);
        return oldest == null || random.nextInt(3) == 0
                ? new Op.PurgeAll(at)
                : new Op.DeleteVersion(at, oldest.id().toString());
    }

    private Op upload(Target at) {
        BucketName bucket = at.bin().bucket();
        List<Upload> open =
                store.uploads().list(bucket, at.name(), "", null, 10).orThrow().uploads();
        if (open.isEmpty()) {
            return new Op.Open(at);
        }
        UploadId upload = open.get(0).id();
        List<Part> parts = store.uploads().parts(bucket, at.key(), upload, 0, PARTS).orThrow();
        int roll = random.nextInt(100);
        if (parts.isEmpty() || roll < 60) {
            Piece piece = new Piece(random.nextLong() >>> 1, Piece.logUniform(random, 1, 1 << 20));
            return new Op.PutPart(at, upload.toString(), 1 + random.nextInt(PARTS), piece);
        }
        return roll < 90
                ? new Op.Complete(at, upload.toString(), parts.stream().map(Part::number).toList())
                : new Op.Abort(at, upload.toString());
    }

    /// Versions of one key, tombstones left out.
    private record Past(List<Version> versions, @Nullable Version object) {
        static Past of(ObjectStore store, Target at) {
            List<Version> versions =
                    store
                            .history()
                            .of(at.bin().bucket(), at.key(), null, LOOK_BACK)
                            .orThrow()
                            .stream()
                            .filter(version -> version.kind() != Version.Kind.TOMBSTONE)
                            .toList();
            Version current =
                    versions.stream()
                            .filter(version -> version.hiddenAt() == null)
                            .findFirst()
                            .orElse(null);
            return new Past(versions, current == null || !current.isObject() ? null : current);
        }
    }
}
