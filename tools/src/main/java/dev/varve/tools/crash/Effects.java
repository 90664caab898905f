package dev.varve.tools.crash;

import dev.varve.tools.crash.KeyState.VersionState;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an operation that took effect makes of the states of its keys. Pure.
final class Effects {
    private final Function<Target, KeyState> states;

    Effects(Function<Target, KeyState> states) {
        this.states = states;
    }

    /// @param target one of its keys
    /// @param id of the version or upload that it made
    KeyState after(Op op, Target target, String id) {
        KeyState before = states.apply(target);
        return switch (op) {
            case Op.Together(var _, Piece piece, var _, Target gone) ->
                    target.equals(gone)
                            ? delete(before, target, id)
                            : place(before, target, id, Made.whole(piece));
            case Op.MovePrefix(Target from, var _) -> move(before, target, from, id);
            case Op.DeletePrefix _ -> deleteObject(before, target, id);
            case Op.RestorePrefix restore -> restore(before, target, restore.object(target), id);
            case Op.Put(Target at, Piece piece, var _, var _) ->
                    place(before, at, id, Made.whole(piece));
            case Op.Copy(Target at, Target from) ->
                    place(before, at, id, require(states.apply(from).object()));
            case Op.Delete(Target at) -> delete(before, at, id);
            case Op.DeleteVersion(var _, String version) -> before.hide(version);
            case Op.Undelete(Target at, String version) ->
                    place(before, at, id, require(lost(before, version)));
            case Op.Purge(var _, String version) -> before.purge(version);
            case Op.PurgeAll _ -> before.purgeAll();
            case Op.Open _ -> before.uploads(uploads -> with(uploads, id, new TreeMap<>()));
            case Op.PutPart(var _, String upload, int number, Piece piece) ->
                    before.uploads(uploads -> withPart(uploads, upload, number, piece));
            case Op.Complete(Target at, String upload, List<Integer> numbers) ->
                    place(before, at, id, parts(before, upload, numbers))
                            .uploads(uploads -> without(uploads, upload));
            case Op.Abort(var _, String upload) ->
                    before.uploads(uploads -> without(uploads, upload));
        };
    }

    private KeyState move(KeyState before, Target target, Target from, String id) {
        if (target.isBelow(from)) {
            return deleteObject(before, target, id);
        }
        Made arriving = states.apply(target.on(from)).object();
        return arriving == null ? before : place(before, target, id, arriving);
    }

    /// A key that is the same to whoever reads it is left alone. A version that is not there any more
    /// has the whole restore refused.
    private static KeyState restore(KeyState before, Target target, String object, String id) {
        if (object.equals(Op.NONE)) {
            return deleteObject(before, target, id);
        }
        Made then = lost(before, object);
        Made now = before.object();
        if (then == null || (now != null && now.etag().equals(then.etag()))) {
            return before;
        }
        return place(before, target, id, then);
    }

    private static KeyState deleteObject(KeyState before, Target target, String id) {
        return before.object() == null ? before : delete(before, target, id);
    }

    private static KeyState place(KeyState before, Target at, String id, Made made) {
        KeyState left = at.bin().versioned() ? before : before.hideAll();
        return left.withNewest(new VersionState(id, made, false));
    }

    private static KeyState delete(KeyState before, Target at, String id) {
        return at.bin().versioned()
                ? before.withNewest(new VersionState(id, null, false))
                : before.hideAll();
    }

    private static @Nullable Made lost(KeyState state, String version) {
        return state.versions().stream()
                .filter(each -> version.equals(Op.NONE) || each.id().equals(version))
                .map(VersionState::made)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Made parts(KeyState before, String upload, List<Integer> numbers) {
        SortedMap<Integer, Piece> parts = before.uploads().getOrDefault(upload, new TreeMap<>());
        return Made.ofParts(
                numbers.stream().map(number -> Objects.requireNonNull(parts.get(number))).toList());
    }

    private static Made require(@Nullable Made made) {
        return Objects.requireNonNull(made, "the load used a version that must not exist");
    }

    private static SortedMap<String, SortedMap<Integer, Piece>> with(
            SortedMap<String, SortedMap<Integer, Piece>> uploads,
            String id,
            SortedMap<Integer, Piece> parts) {
        uploads.put(id, parts);
        return uploads;
    }

    private static SortedMap<String, SortedMap<Integer, Piece>> withPart(
            SortedMap<String, SortedMap<Integer, Piece>> uploads,
            String id,
            int number,
            Piece piece) {
        SortedMap<Integer, Piece> parts = new TreeMap<>(uploads.getOrDefault(id, new TreeMap<>()));
        parts.put(number, piece);
        return with(uploads, id, parts);
    }

    private static SortedMap<String, SortedMap<Integer, Piece>> without(
            SortedMap<String, SortedMap<Integer, Piece>> uploads, String id) {
        uploads.remove(id);
        return uploads;
    }
}
