package dev.varve.tools.crash;

import java.util.List;
import java.util.stream.Stream;

/// One write of the load, with all that is needed to know its effect. [OpText] writes it down.
sealed interface Op {
    /// The version that stands for "none named".
    String NONE = "-";

    /// The key whose state it changes, or the first of them, or their prefix.
    Target at();

    /// Every key whose state it may change: all of them or none.
    default List<Target> targets() {
        return List.of(at());
    }

    /// What a put asks to hold before it.
    enum Condition {
        NONE,
        ABSENT,
        SAME_ETAG
    }

    record Put(Target at, Piece piece, Condition condition, String etag) implements Op {}

    record Copy(Target at, Target from) implements Op {}

    record Delete(Target at) implements Op {}

    record DeleteVersion(Target at, String version) implements Op {}

    record Undelete(Target at, String version) implements Op {}

    record Purge(Target at, String version) implements Op {}

    /// Purges everything hidden of a key.
    record PurgeAll(Target at) implements Op {}

    record Open(Target at) implements Op {}

    record PutPart(Target at, String upload, int number, Piece piece) implements Op {}

    record Complete(Target at, String upload, List<Integer> numbers) implements Op {}

    record Abort(Target at, String upload) implements Op {}

    /// One transaction: puts the same piece at two keys and deletes a third.
    record Together(Target at, Piece piece, Target other, Target gone) implements Op {
        @Override
        public List<Target> targets() {
            return List.of(at, other, gone);
        }
    }

    /// Moves all keys of a thread from one side to the other. `at` and `to` are prefixes.
    record MovePrefix(Target at, Target to) implements Op {
        @Override
        public List<Target> targets() {
            return Stream.concat(at.below().stream(), to.below().stream()).toList();
        }
    }

    /// Makes all keys of a side what they were. `at` is a prefix.
    ///
    /// @param objects of each key in order, the version that was current then; [#NONE] for none
    record RestorePrefix(Target at, long position, List<String> objects) implements Op {
        public RestorePrefix {
            objects = List.copyOf(objects);
        }

        @Override
        public List<Target> targets() {
            return at.below();
        }

        String object(Target target) {
            return objects.get(at.below().indexOf(target));
        }
    }

    /// Deletes all keys of a side. `at` is a prefix.
    record DeletePrefix(Target at) implements Op {
        @Override
        public List<Target> targets() {
            return at.below();
        }
    }
}
