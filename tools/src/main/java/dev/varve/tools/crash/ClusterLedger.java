package dev.varve.tools.crash;

import dev.varve.tools.crash.Did.Act;
import dev.varve.tools.crash.Did.Thing;
import dev.varve.tools.crash.Violation.Promise;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All that clients asked of a cluster, and what may be there after it.
final class ClusterLedger {
    /// What may still matter for what is current.
    private final Map<Thing, List<Did>> open = new HashMap<>();

    private final List<Did> versions = new ArrayList<>();
    private final Map<String, Did> ended = new HashMap<>();
    private final Map<Act, Integer> acknowledged = new EnumMap<>(Act.class);
    private final List<Violation> wrong = new ArrayList<>();
    private long unanswered;

    synchronized void add(Did did) {
        open.computeIfAbsent(did.thing(), _ -> new ArrayList<>()).add(did);
        if (!did.isDelete() || (did.acknowledged() && !did.version().isEmpty())) {
            versions.add(did);
        }
    }

    /// A version that a client deleted for good, or may have.
    synchronized void end(Did put, Did delete) {
        ended.put(id(put.thing().key(), put.version()), delete);
    }

    synchronized void count(Act act, boolean known) {
        if (known) {
            acknowledged.merge(act, 1, Integer::sum);
        } else {
            unanswered++;
        }
    }

    synchronized void wrong(String what) {
        wrong.add(new Violation(Promise.LOAD_IS_ANSWERED_RIGHT, what));
    }

    synchronized List<Violation> wrong() {
        return List.copyOf(wrong);
    }

    synchronized Map<Act, Integer> counts() {
        return new EnumMap<>(acknowledged);
    }

    synchronized long unanswered() {
        return unanswered;
    }

    /// A version as lists name it.
    static String id(String key, String version) {
        return key + " " + version;
    }

    /// Compares what is shown with what may be the last word on each object.
    ///
    /// @param shown ETags of all that is current
    synchronized List<Violation> lost(Map<Thing, String> shown) {
        List<Violation> lost = new ArrayList<>();
        Set<Thing> things = new HashSet<>(open.keySet());
        things.addAll(shown.keySet());
        things.removeIf(thing ->
                ClusterNames.isTwin(thing.bucket())
                        || (thing.bucket().equals(ClusterNames.BACK)
                                && !thing.key().equals(ClusterNames.SETTINGS)));
        for (Thing thing : things) {
            wrong(thing, shown.get(thing)).ifPresent(lost::add);
        }
        return lost;
    }

    private Optional<Violation> wrong(Thing thing, @Nullable String etag) {
        List<Did> all = open.getOrDefault(thing, List.of());
        List<Did> last = last(all);
        boolean fits =
                etag == null
                        ? all.stream().noneMatch(Did::acknowledged)
                                || last.stream().anyMatch(Did::isDelete)
                        : last.stream().anyMatch(did -> did.etag().equals(etag));
        if (fits) {
            return Optional.empty();
        }
        boolean deleted = etag != null && !last.isEmpty() && last.stream().allMatch(Did::isDelete);
        return Optional.of(
                new Violation(
                        deleted ? Promise.DELETED_STAYS_AWAY : Promise.LAST_WORD_STANDS,
                        "%s: shown is %s (%s), and the last word can only be one of %s"
                                .formatted(
                                        thing,
                                        etag == null ? "nothing" : etag,
                                        by(all, etag),
                                        last)));
    }

    private static List<Did> last(List<Did> all) {
        return all.stream()
                .filter(did ->
                        all.stream().noneMatch(other -> other.acknowledged() && other.follows(did)))
                .toList();
    }

    private static String by(List<Did> all, @Nullable String etag) {
        return all.stream()
                .filter(did -> did.etag().equals(etag))
                .map(Did::toString)
                .findFirst()
                .orElse("by nobody that matters");
    }

    /// Forgets what cannot be the last word any more. Between rounds.
    synchronized void prune() {
        open.replaceAll((_, all) -> new ArrayList<>(last(all)));
    }

    /// Compares the versions that are there with those that clients were told of.
    ///
    /// @param found ETags by [#id]; empty for delete markers
    synchronized List<Violation> missing(String bucket, Map<String, String> found) {
        List<Violation> missing = new ArrayList<>();
        for (Did did : versions) {
            String id = id(did.thing().key(), did.version());
            if (!did.thing().bucket().equals(bucket) || !did.acknowledged()) {
                continue;
            }
            Did end = ended.get(id);
            if (end == null && !did.version().isEmpty() && !did.etag().equals(found.get(id))) {
                missing.add(
                        new Violation(Promise.READABLE_UNTIL_PURGED, "no such version: " + did));
            }
            if (end != null && end.acknowledged() && found.containsKey(id)) {
                missing.add(
                        new Violation(
                                Promise.DELETED_STAYS_AWAY, did + " is there in spite of " + end));
            }
        }
        return missing;
    }

    /// Of which somebody must have been told, and which must be readable until they are purged.
    synchronized List<Did> puts() {
        return versions.stream()
                .filter(did -> did.acknowledged() && !did.isDelete())
                .filter(did -> !did.thing().key().equals(ClusterNames.SETTINGS))
                .toList();
    }

    /// What no client was ever acknowledged to have done, though a run must do it.
    synchronized Set<Act> idle() {
        Set<Act> idle = new TreeSet<>(List.of(Act.values()));
        idle.removeAll(acknowledged.keySet());
        return idle;
    }
}
