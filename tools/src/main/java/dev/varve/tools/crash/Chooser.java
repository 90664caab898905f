package dev.varve.tools.crash;

import dev.varve.tools.crash.Door.Begun;
import dev.varve.tools.crash.Door.Seen;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Picks what a thread does next to its own keys, from what the store holds of them.
final class Chooser {
    private static final int MANY_VERSIONS = 6;
    private static final int PARTS = 4;

    /// Operations on keys of a side between the point that it is to go back to and the restore.
    private static final int BEFORE_RESTORE = 3;

    private final Door door;
    private final int thread;
    private final SplittableRandom random;
    private @Nullable Mark mark;
    private int sinceMark;

    Chooser(Door door, int thread, SplittableRandom random) {
        this.door = door;
        this.thread = thread;
        this.random = random;
    }

    private Target target() {
        Mark marked = mark;
        return marked == null
                ? target(Bin.any(random))
                : marked.side().below().get(random.nextInt(Target.KEYS));
    }

    private Target target(Bin bin) {
        return Target.of(bin, thread, random.nextInt(2), random.nextInt(Target.KEYS));
    }

    Op next() {
        Mark marked = mark;
        if (marked != null && sinceMark++ == BEFORE_RESTORE) {
            mark = null;
            return new Op.RestorePrefix(marked.side(), marked.position(), marked.objects());
        }
        Target at = target();
        Past past = Past.of(door, at);
        if (past.versions().size() > MANY_VERSIONS) {
            return thinOut(at, past);
        }
        if (door.reachesHistory() && random.nextInt(10) == 0) {
            return onMany(at);
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

    private Op onMany(Target at) {
        int side = random.nextInt(2);
        return switch (random.nextInt(7)) {
            case 0, 1 -> together(at);
            case 3, 4 -> {
                mark = Mark.of(door, Target.side(at.bin(), thread, side));
                sinceMark = 0;
                yield new Op.Delete(at);
            }
            case 2 -> new Op.DeletePrefix(Target.side(at.bin(), thread, side));
            default ->
                    new Op.MovePrefix(
                            Target.side(at.bin(), thread, side),
                            Target.side(at.bin(), thread, 1 - side));
        };
    }

    private Op together(Target at) {
        Target other = target(at.bin());
        Target gone = target();
        boolean three = !at.equals(other) && !at.equals(gone) && !other.equals(gone);
        return three ? new Op.Together(at, Piece.fresh(random), other, gone) : new Op.Delete(at);
    }

    private Op put(Target at, Past past) {
        Piece piece = random.nextInt(10) < 4 ? Piece.common(random) : Piece.fresh(random);
        Seen object = past.object();
        return switch (random.nextInt(6)) {
            case 0 -> new Op.Put(at, piece, Op.Condition.ABSENT, Op.NONE);
            case 1 ->
                    object == null
                            ? new Op.Put(at, piece, Op.Condition.NONE, Op.NONE)
                            : new Op.Put(
                                    at,
                                    piece,
                                    Op.Condition.SAME_ETAG,
                                    Objects.requireNonNull(object.etag()));
            default -> new Op.Put(at, piece, Op.Condition.NONE, Op.NONE);
        };
    }

    private Op copy(Target at) {
        Target from = target();
        return Past.of(door, from).object() == null ? new Op.Delete(at) : new Op.Copy(at, from);
    }

    private Op onHistory(Target at, Past past) {
        if (past.versions().isEmpty()) {
            return put(at, past);
        }
        Seen some = past.versions().get(random.nextInt(past.versions().size()));
        return switch (door.reachesHistory() ? random.nextInt(4) : 1) {
            case 0 ->
                    some.hidden() && at.bin().keepsHidden() ? purge(at, some) : new Op.PurgeAll(at);
            case 1 ->
                    some.hidden() || some.id().equals(Op.NONE)
                            ? put(at, past)
                            : new Op.DeleteVersion(at, some.id());
            default -> undelete(at, past, some);
        };
    }

    private static Op purge(Target at, Seen version) {
        return new Op.Purge(at, version.id());
    }

    private Op undelete(Target at, Past past, Seen some) {
        boolean current = past.object() != null && past.object().id().equals(some.id());
        if (!at.bin().keepsHidden() || !some.isObject() || current) {
            return put(at, past);
        }
        return past.object() == null && random.nextBoolean()
                ? new Op.Undelete(at, Op.NONE)
                : new Op.Undelete(at, some.id());
    }

    private Op thinOut(Target at, Past past) {
        Seen oldest =
                past.versions().reversed().stream()
                        .filter(version -> !version.hidden())
                        .findFirst()
                        .orElse(null);
        return oldest == null || (door.reachesHistory() && random.nextInt(3) == 0)
                ? new Op.PurgeAll(at)
                : new Op.DeleteVersion(at, oldest.id());
    }

    private Op upload(Target at) {
        Begun begun = door.upload(at).orElse(null);
        if (begun == null) {
            return new Op.Open(at);
        }
        int roll = random.nextInt(100);
        if (begun.parts().isEmpty() || roll < 60) {
            Piece piece = new Piece(random.nextLong() >>> 1, Piece.logUniform(random, 1, 1 << 20));
            return new Op.PutPart(at, begun.upload(), 1 + random.nextInt(PARTS), piece);
        }
        return roll < 90
                ? new Op.Complete(at, begun.upload(), begun.parts())
                : new Op.Abort(at, begun.upload());
    }

    /// What the keys of a side are at a position, to go back there a little later.
    ///
    /// @param objects the current version of each; [Op#NONE] where there is none
    private record Mark(Target side, long position, List<String> objects) {
        static Mark of(Door door, Target side) {
            List<String> objects =
                    side.below().stream()
                            .map(at -> Past.of(door, at).object())
                            .map(object -> object == null ? Op.NONE : object.id())
                            .toList();
            return new Mark(side, door.position(), objects);
        }
    }

    private record Past(List<Seen> versions, @Nullable Seen object) {
        static Past of(Door door, Target at) {
            List<Seen> versions = door.versions(at);
            Seen current =
                    versions.stream().filter(version -> !version.hidden()).findFirst().orElse(null);
            return new Past(versions, current == null || !current.isObject() ? null : current);
        }
    }
}
