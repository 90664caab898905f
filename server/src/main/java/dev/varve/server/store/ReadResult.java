package dev.varve.server.store;

import dev.varve.projections.objects.Version;
import java.util.Optional;

/// What a read came to.
public sealed interface ReadResult {
    record Found(ObjectBody body) implements ReadResult {}

    /// The caller has this version already.
    record NotModified(Version version) implements ReadResult {}

    /// `marker` is the delete marker that is in the way, if that is why.
    record Refused(Refusal refusal, Optional<Version> marker) implements ReadResult {}

    /// The body of a read that must succeed; close it.
    ///
    /// @throws IllegalStateException with the reason otherwise
    default ObjectBody orThrow() {
        return switch (this) {
            case Found(ObjectBody body) -> body;
            case NotModified(Version version) ->
                    throw new IllegalStateException("not modified: " + version.id());
            case Refused(Refusal refusal, var _) ->
                    throw new IllegalStateException(refusal.reason() + ": " + refusal.message());
        };
    }
}
