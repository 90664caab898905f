package dev.varve.tools.bench;

/// Hears how far a measurement is, for whoever waits for it.
@FunctionalInterface
public interface Watch {
    Watch NOBODY = (_, _, _) -> {};

    /// @param task what is under way; a new name begins anew
    void at(String task, long done, long total);

    /// A figure, as soon as it is known.
    default void found(String name, String value) {}
}
