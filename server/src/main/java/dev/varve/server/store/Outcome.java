package dev.varve.server.store;

import java.util.function.Function;

/// What came of a request: done and durable, or refused. An unknown outcome is neither, and is
/// thrown as [OutcomeUnknown].
public sealed interface Outcome<R> {
    record Done<R>(R value) implements Outcome<R> {}

    record Refused<R>(Refusal refusal) implements Outcome<R> {}

    static <R> Outcome<R> done(R value) {
        return new Done<>(value);
    }

    static <R> Outcome<R> refused(Refusal.Reason reason, String message) {
        return new Refused<>(Refusal.of(reason, message));
    }

    default boolean isDone() {
        return this instanceof Done;
    }

    default <T> Outcome<T> map(Function<R, T> change) {
        return switch (this) {
            case Done<R>(R value) -> new Done<>(change.apply(value));
            case Refused<R>(Refusal refusal) -> new Refused<>(refusal);
        };
    }

    default <T> Outcome<T> then(Function<R, Outcome<T>> next) {
        return switch (this) {
            case Done<R>(R value) -> next.apply(value);
            case Refused<R>(Refusal refusal) -> new Refused<>(refusal);
        };
    }

    /// The value of an outcome that must be done.
    ///
    /// @throws IllegalStateException with the refusal otherwise
    default R orThrow() {
        return switch (this) {
            case Done<R>(R value) -> value;
            case Refused<R>(Refusal refusal) ->
                    throw new IllegalStateException(refusal.reason() + ": " + refusal.message());
        };
    }
}
