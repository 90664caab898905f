package dev.varve.tools.crash;

import java.util.List;

/// One write of the load, with all that is needed to know its effect. [OpText] writes it down.
sealed interface Op {
    /// The version that stands for "none named".
    String NONE = "-";

    /// The key whose state it changes.
    Target at();

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
}
