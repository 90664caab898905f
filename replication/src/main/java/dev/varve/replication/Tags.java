package dev.varve.replication;

import java.util.function.ToIntFunction;

/// Numbers that stand for choices where they are stored.
final class Tags {
    private Tags() {}

    /// @throws IllegalArgumentException for a tag of the future
    static <E extends Enum<E>> E find(E[] choices, ToIntFunction<E> tagOf, int tag) {
        for (E choice : choices) {
            if (tagOf.applyAsInt(choice) == tag) {
                return choice;
            }
        }
        throw new IllegalArgumentException("unknown tag " + tag + " in a layout");
    }
}
