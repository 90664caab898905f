package dev.varve.server.store;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version.Kind;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What one bucket must answer, from lists of versions that are searched from end to end. Answers
/// are texts, to be compared with what the store said.
final class ModelStore {
    static final int NOW = ModelVersion.NEVER - 1;
    private static final ETag NONE = new ETag("-");

    /// Every version held, the newest first.
    final TreeMap<ObjectKey, List<ModelVersion>> keys = new TreeMap<>();

    Versioning versioning = Versioning.OFF;
    long window;

    /// Below zero for none.
    long bytesWindow = -1;

    long now;
    int tick;
    int floor;

    static String done(ModelVersion made) {
        return "done " + (made.nullVersion ? "null " : "") + made.etag;
    }

    static String refused(Reason reason) {
        return "refused " + reason;
    }

    List<ModelVersion> versions(ObjectKey key) {
        return keys.getOrDefault(key, List.of());
    }

    Optional<ModelVersion> current(ObjectKey key, int at) {
        return versions(key).stream().filter(version -> version.standsAt(at)).findFirst();
    }

    Optional<ModelVersion> currentObject(ObjectKey key, int at) {
        return current(key, at).filter(ModelVersion::isObject);
    }

    /// The version a client means by an id, or by `null`.
    Optional<ModelVersion> seen(ObjectKey key, VersionRef ref, int at) {
        return versions(key).stream()
                .filter(version -> version.seenAt(at))
                .filter(version ->
                        ref.id() == null ? version.nullVersion : ref.id().equals(version.id))
                .findFirst();
    }

    @Nullable Reason unmet(ObjectKey key, Preconditions asked) {
        Optional<ModelVersion> object = currentObject(key, NOW);
        if (object.isEmpty()) {
            return asked.ifMatch().isEmpty() ? null : Reason.NO_SUCH_KEY;
        }
        boolean matches = asked.ifMatch().isEmpty() || asked.ifMatch().contains(object.get().etag);
        return matches && asked.ifNoneMatch().isEmpty() ? null : Reason.PRECONDITION_FAILED;
    }

    String put(ObjectKey key, String body, ETag etag, Preconditions asked, String tags) {
        Reason unmet = unmet(key, asked);
        if (unmet != null) {
            return refused(unmet);
        }
        ModelVersion made = add(key, Kind.OBJECT, body, etag);
        made.tags.put(tick, tags);
        return done(made);
    }

    String put(ObjectKey key, String body) {
        ETag etag = Md5s.of(body.getBytes(StandardCharsets.UTF_8));
        return put(key, body, etag, Preconditions.NONE, "");
    }

    private ModelVersion add(ObjectKey key, Kind kind, String body, ETag etag) {
        boolean nullVersion = versioning != Versioning.ENABLED;
        if (nullVersion) {
            seen(key, VersionRef.NULL, NOW).ifPresent(this::hide);
        }
        ModelVersion made = new ModelVersion(kind, nullVersion, tick, body, etag);
        keys.computeIfAbsent(key, each -> new ArrayList<>()).addFirst(made);
        return made;
    }

    private void hide(ModelVersion version) {
        version.hidden = tick;
        version.due = now + window;
        boolean early = bytesWindow >= 0 && bytesWindow < window && size(version) > 0;
        version.bytesDue = early ? now + bytesWindow : Long.MAX_VALUE;
    }

    String delete(ObjectKey key, Preconditions asked) {
        Reason unmet = unmet(key, asked);
        if (unmet != null) {
            return refused(unmet);
        }
        if (versioning != Versioning.OFF) {
            ModelVersion marker = add(key, Kind.DELETE_MARKER, "", NONE);
            return marker.nullVersion ? "deleted marker null" : "deleted marker";
        }
        if (currentObject(key, NOW).isPresent()) {
            add(key, Kind.TOMBSTONE, "", NONE).due = now + window;
        }
        return "deleted";
    }

    String deleteVersion(ObjectKey key, VersionRef ref) {
        Optional<ModelVersion> found = seen(key, ref, NOW);
        if (found.isEmpty()) {
            return "deleted";
        }
        ModelVersion version = found.get();
        hide(version);
        String named = version.nullVersion ? " null" : "";
        return "deleted version" + named + (version.isObject() ? "" : " marker" + named);
    }

    String setTags(ObjectKey key, @Nullable VersionRef ref, String tags) {
        Optional<ModelVersion> found = ref == null ? currentObject(key, NOW) : seen(key, ref, NOW);
        if (found.isEmpty()) {
            return refused(ref == null ? Reason.NO_SUCH_KEY : Reason.NO_SUCH_VERSION);
        }
        if (!found.get().isObject()) {
            return refused(Reason.DELETE_MARKER);
        }
        found.get().tags.put(tick, tags);
        return "done";
    }

    String undelete(ObjectKey key, @Nullable ModelVersion wanted) {
        Optional<ModelVersion> found =
                versions(key).stream()
                        .filter(version -> wanted == null || version == wanted)
                        .filter(ModelVersion::isObject)
                        .findFirst();
        if (found.isEmpty()) {
            return refused(wanted == null ? Reason.NO_SUCH_KEY : Reason.NO_SUCH_VERSION);
        }
        Optional<ModelVersion> current = currentObject(key, NOW);
        boolean there = wanted == null ? current.isPresent() : current.equals(found);
        if (!there && found.get().released) {
            return refused(Reason.BYTES_RELEASED);
        }
        return there
                ? refused(Reason.NOT_DELETED)
                : put(
                        key,
                        found.get().body,
                        found.get().etag,
                        Preconditions.NONE,
                        found.get().tagsNow());
    }

    /// What a read finds: a version, or why not.
    record Read(@Nullable ModelVersion version, String answer) {}

    Read read(ObjectKey key, @Nullable VersionRef ref, int at) {
        if (at < floor) {
            return new Read(null, refused(Reason.BELOW_HISTORY_FLOOR));
        }
        Optional<ModelVersion> found = ref == null ? current(key, at) : seen(key, ref, at);
        if (found.filter(version -> version.kind != Kind.TOMBSTONE).isEmpty()) {
            return new Read(
                    null, refused(ref == null ? Reason.NO_SUCH_KEY : Reason.NO_SUCH_VERSION));
        }
        ModelVersion version = found.get();
        if (version.released) {
            return new Read(null, refused(Reason.BYTES_RELEASED));
        }
        return version.isObject()
                ? new Read(version, "found " + version.etag + " " + version.tagsAt(at))
                : new Read(null, refused(ref == null ? Reason.NO_SUCH_KEY : Reason.DELETE_MARKER));
    }

    String copy(ObjectKey from, @Nullable VersionRef ref, int at, ObjectKey to) {
        Read read = read(from, ref, at);
        ModelVersion version = read.version();
        if (version == null) {
            return read.answer().equals(refused(Reason.DELETE_MARKER))
                    ? refused(Reason.INVALID_ARGUMENT)
                    : read.answer();
        }
        return put(to, version.body, version.etag, Preconditions.NONE, version.tagsAt(at));
    }

    String purgeVersion(ObjectKey key, ModelVersion version) {
        boolean may = mayGo(version) && versions(key).contains(version);
        return may ? purge(key, version::equals) : refused(Reason.NOT_DELETED);
    }

    String purgePrefix(String prefix) {
        long gone = 0;
        long bytes = 0;
        for (ObjectKey key : List.copyOf(keys.keySet())) {
            if (key.toString().startsWith(prefix)) {
                gone += versions(key).stream().filter(ModelStore::mayGo).count();
                bytes += bytes(key, ModelStore::mayGo);
                purge(key, ModelStore::mayGo);
            }
        }
        return "purged " + gone + " " + bytes;
    }

    private long bytes(ObjectKey key, Predicate<ModelVersion> which) {
        return versions(key).stream().filter(which).mapToLong(ModelStore::held).sum();
    }

    static long size(ModelVersion version) {
        return version.body.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long held(ModelVersion version) {
        return version.released ? 0 : size(version);
    }

    private static boolean mayGo(ModelVersion version) {
        return version.hidden != ModelVersion.NEVER || version.kind == Kind.TOMBSTONE;
    }

    /// Raises the floor over what goes.
    private String purge(ObjectKey key, Predicate<ModelVersion> which) {
        long bytes = bytes(key, which);
        floor =
                versions(key).stream()
                        .filter(which)
                        .mapToInt(version -> version.hidden)
                        .filter(hidden -> hidden != ModelVersion.NEVER)
                        .reduce(floor, Math::max);
        long before = versions(key).size();
        keys.computeIfPresent(
                key,
                (same, versions) -> {
                    versions.removeIf(which);
                    return versions.isEmpty() ? null : versions;
                });
        return "purged " + (before - versions(key).size()) + " " + bytes;
    }

    /// Ends windows.
    void purgeDue() {
        for (ObjectKey key : List.copyOf(keys.keySet())) {
            for (ModelVersion version : List.copyOf(versions(key))) {
                if (mayGo(version) && version.due <= now) {
                    purge(key, version::equals);
                }
            }
        }
    }

    /// Ends windows of bytes.
    void releaseDue() {
        keys.values().stream()
                .flatMap(List::stream)
                .filter(version -> version.bytesDue <= now)
                .forEach(version -> version.released = true);
    }

    Usage usage() {
        List<ModelVersion> all =
                keys.values().stream()
                        .flatMap(List::stream)
                        .filter(ModelVersion::isObject)
                        .toList();
        List<ModelVersion> seen = all.stream().filter(each -> each.seenAt(NOW)).toList();
        List<ModelVersion> hidden = all.stream().filter(each -> !each.seenAt(NOW)).toList();
        List<ModelVersion> current =
                keys.keySet().stream().flatMap(key -> currentObject(key, NOW).stream()).toList();
        return new Usage(
                seen.size(),
                sum(seen),
                current.size(),
                sum(current),
                hidden.size(),
                sum(hidden),
                0,
                0);
    }

    private static long sum(List<ModelVersion> versions) {
        return versions.stream().mapToLong(ModelStore::held).sum();
    }
}
