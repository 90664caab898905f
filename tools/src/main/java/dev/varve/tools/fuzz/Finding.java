package dev.varve.tools.fuzz;

import org.jspecify.annotations.Nullable;

/// A promise that was found broken.
///
/// @param sent what broke it, null when that cannot be told
record Finding(Promise promise, String what, @Nullable Case sent) {
    private static final int SHOWN = 2000;

    @Override
    public String toString() {
        String line = promise + ": " + what;
        return sent == null ? line : line + "\n  " + sent.family() + ": " + sent.escaped(SHOWN);
    }
}
