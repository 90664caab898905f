package dev.varve.server.store;

import dev.varve.server.store.Linearizability.Effect;
import dev.varve.server.store.Refusal.Reason;
import java.util.Optional;

/// What calls to a key mean, by what was asked and what was answered. A state is the key's entity
/// tag, or [Linearizability#ABSENT].
final class Effects {
    private Effects() {}

    static Effect get(String found) {
        return state -> state.equals(found) ? Optional.of(state) : Optional.empty();
    }

    /// @param match the tag that must be there, `*` for none at all, empty for whatever is
    static Effect put(String match, String written) {
        return state -> meets(match, state) ? Optional.of(written) : Optional.empty();
    }

    static Effect delete(String match) {
        return put(match, Linearizability.ABSENT);
    }

    static Effect refused(String match, Reason reason) {
        return state -> {
            boolean absent = state.equals(Linearizability.ABSENT);
            Reason expected =
                    absent && !match.equals("*") ? Reason.NO_SUCH_KEY : Reason.PRECONDITION_FAILED;
            boolean possible = !meets(match, state) && reason == expected;
            return possible ? Optional.of(state) : Optional.empty();
        };
    }

    private static boolean meets(String match, String state) {
        return match.isEmpty()
                || (match.equals("*") ? state.equals(Linearizability.ABSENT) : state.equals(match));
    }
}
