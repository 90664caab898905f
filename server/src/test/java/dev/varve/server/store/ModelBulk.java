package dev.varve.server.store;

import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// What transactions and operations on prefixes do to the model: to one key after the other, all in
/// one tick.
final class ModelBulk {
    private final ModelStore model;

    ModelBulk(ModelStore model) {
        this.model = model;
    }

    List<ObjectKey> keys(String prefix) {
        return model.keys.keySet().stream()
                .filter(key -> key.toString().startsWith(prefix))
                .filter(key -> model.currentObject(key, ModelStore.NOW).isPresent())
                .toList();
    }

    private static String done(List<ModelVersion> versions) {
        long bytes = versions.stream().mapToLong(ModelStore::size).sum();
        return "done " + versions.size() + " " + bytes;
    }

    private List<ModelVersion> versions(List<ObjectKey> keys) {
        return keys.stream()
                .map(key -> model.currentObject(key, ModelStore.NOW).orElseThrow())
                .toList();
    }

    String delete(String prefix, boolean dryRun) {
        List<ObjectKey> keys = keys(prefix);
        List<ModelVersion> versions = versions(keys);
        if (!dryRun) {
            keys.forEach(key -> model.delete(key, Preconditions.NONE));
        }
        return done(versions);
    }

    /// The key with another prefix, null when it cannot be one.
    static @Nullable ObjectKey moved(ObjectKey key, String prefix, String to) {
        String moved = to + key.toString().substring(prefix.length());
        int length = moved.getBytes(StandardCharsets.UTF_8).length;
        return length == 0 || length > ObjectKey.MAX_BYTES ? null : ObjectKey.of(moved);
    }

    String move(String prefix, String to, boolean dryRun) {
        if (prefix.startsWith(to) || to.startsWith(prefix)) {
            return ModelStore.refused(Reason.INVALID_ARGUMENT);
        }
        List<ObjectKey> keys = keys(prefix);
        if (keys.stream().anyMatch(key -> moved(key, prefix, to) == null)) {
            return ModelStore.refused(Reason.INVALID_ARGUMENT);
        }
        List<ModelVersion> versions = versions(keys);
        for (int i = 0; i < keys.size() && !dryRun; i++) {
            ObjectKey target = moved(keys.get(i), prefix, to);
            if (target != null) {
                copy(versions.get(i), target);
                model.delete(keys.get(i), Preconditions.NONE);
            }
        }
        return done(versions);
    }

    private void copy(ModelVersion version, ObjectKey to) {
        model.put(to, version.body, version.etag, Preconditions.NONE, version.tagsNow());
    }

    /// Keys with a prefix become what they were at a tick.
    String restore(String prefix, int tick, boolean dryRun, boolean skip) {
        Reason reason = unrestorable(tick);
        if (reason != null) {
            return ModelStore.refused(reason);
        }
        return restore(
                model.keys.keySet().stream()
                        .filter(key -> key.toString().startsWith(prefix))
                        .toList(),
                tick,
                dryRun,
                skip);
    }

    String restore(ObjectKey key, int tick, boolean dryRun, boolean skip) {
        Reason reason = unrestorable(tick);
        return reason != null
                ? ModelStore.refused(reason)
                : restore(List.of(key), tick, dryRun, skip);
    }

    private String restore(List<ObjectKey> keys, int tick, boolean dryRun, boolean skip) {
        long[] would = new long[8];
        keys.forEach(key -> restore(key, tick, true, would));
        if (!dryRun && !skip && would[6] > 0) {
            return ModelStore.refused(Reason.BYTES_RELEASED);
        }
        if (!dryRun) {
            keys.forEach(key -> restore(key, tick, false, new long[8]));
        }
        return words(would);
    }

    private @Nullable Reason unrestorable(int tick) {
        if (tick == ModelStore.NOW) {
            return Reason.INVALID_ARGUMENT;
        }
        return tick < model.floor ? Reason.BELOW_HISTORY_FLOOR : null;
    }

    private static String words(long[] done) {
        return "done "
                + LongStream.of(done).mapToObj(String::valueOf).collect(Collectors.joining(" "));
    }

    private void restore(ObjectKey key, int tick, boolean dryRun, long[] done) {
        ModelVersion then = model.currentObject(key, tick).orElse(null);
        ModelVersion now = model.currentObject(key, ModelStore.NOW).orElse(null);
        if (then == null && now == null) {
            return;
        }
        if (then == null) {
            count(done, 4, now);
            if (!dryRun) {
                model.delete(key, Preconditions.NONE);
            }
            return;
        }
        String tags = then.tagsAt(tick);
        boolean same = now != null && now.body.equals(then.body) && now.tagsNow().equals(tags);
        if (!same && then.released) {
            count(done, 6, then);
        } else if (!same) {
            count(done, now == null ? 0 : 2, then);
            if (!dryRun) {
                model.put(key, then.body, then.etag, Preconditions.NONE, tags);
            }
        }
    }

    private static void count(long[] done, int at, @Nullable ModelVersion version) {
        done[at]++;
        done[at + 1] += version == null ? 0 : ModelStore.size(version);
    }

    /// One part of a transaction.
    sealed interface Part {
        record Put(ObjectKey key, String body, ETag etag, Preconditions asked) implements Part {}

        record Delete(ObjectKey key, Preconditions asked) implements Part {}

        record Copy(ObjectKey key, ObjectKey to) implements Part {}

        record Move(ObjectKey key, ObjectKey to) implements Part {}

        record Tag(ObjectKey key, String tag) implements Part {}

        record Require(ObjectKey key, Preconditions asked) implements Part {}
    }

    String transaction(List<Part> parts) {
        List<Runnable> changes = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Reason reason = prepare(parts.get(i), changes);
            if (reason != null) {
                return ModelStore.refused(reason) + " at " + i;
            }
        }
        changes.forEach(Runnable::run);
        return "done";
    }

    private @Nullable Reason prepare(Part part, List<Runnable> changes) {
        return switch (part) {
            case Part.Put(ObjectKey key, String body, ETag etag, Preconditions asked) -> {
                changes.add(() -> model.put(key, body, etag, Preconditions.NONE, ""));
                yield model.unmet(key, asked);
            }
            case Part.Delete(ObjectKey key, Preconditions asked) -> {
                changes.add(() -> model.delete(key, Preconditions.NONE));
                yield model.unmet(key, asked);
            }
            case Part.Copy(ObjectKey key, ObjectKey to) -> copy(key, to, changes);
            case Part.Move(ObjectKey key, ObjectKey to) -> {
                Reason reason = copy(key, to, changes);
                changes.add(() -> model.delete(key, Preconditions.NONE));
                yield reason;
            }
            case Part.Tag(ObjectKey key, String tag) -> {
                changes.add(() -> model.setTags(key, null, tag));
                yield model.currentObject(key, ModelStore.NOW).isPresent()
                        ? null
                        : Reason.NO_SUCH_KEY;
            }
            case Part.Require(ObjectKey key, Preconditions asked) -> model.unmet(key, asked);
        };
    }

    private @Nullable Reason copy(ObjectKey from, ObjectKey to, List<Runnable> changes) {
        ModelVersion source = model.currentObject(from, ModelStore.NOW).orElse(null);
        if (source == null) {
            return Reason.NO_SUCH_KEY;
        }
        String tags = source.tagsNow();
        changes.add(() -> model.put(to, source.body, source.etag, Preconditions.NONE, tags));
        return null;
    }
}
