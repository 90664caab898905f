package dev.varve.server.store;

import dev.varve.projections.objects.RestoreEffect;
import dev.varve.projections.objects.RestoreEffect.Kind;
import dev.varve.projections.objects.Usage;
import dev.varve.server.store.RestoreResult.Count;
import dev.varve.server.store.Rules.Growth;

/// What a restore does to many keys of a bucket together.
///
/// @param released that stay as they are, since the bytes that they had are gone
/// @param counts what changes in those of the bucket
record RestoreCount(Count back, Count changed, Count gone, Count released, Usage counts) {
    static final RestoreCount NONE =
            new RestoreCount(Count.NONE, Count.NONE, Count.NONE, Count.NONE, Usage.NONE);

    RestoreCount plus(RestoreEffect effect) {
        return with(effect, 1, counts.plus(effect.counts()));
    }

    RestoreCount minus(RestoreEffect effect) {
        return with(effect, -1, counts.minus(effect.counts()));
    }

    private RestoreCount with(RestoreEffect effect, int times, Usage sum) {
        long bytes = effect.bytes();
        return new RestoreCount(
                effect.kind() == Kind.BACK ? back.plus(times, bytes) : back,
                effect.kind() == Kind.CHANGED ? changed.plus(times, bytes) : changed,
                effect.kind() == Kind.GONE ? gone.plus(times, bytes) : gone,
                effect.kind() == Kind.RELEASED ? released.plus(times, bytes) : released,
                sum);
    }

    RestoreCount plus(RestoreCount more) {
        return new RestoreCount(
                sum(back, more.back),
                sum(changed, more.changed),
                sum(gone, more.gone),
                sum(released, more.released),
                counts.plus(more.counts));
    }

    private static Count sum(Count one, Count other) {
        return new Count(one.objects() + other.objects(), one.bytes() + other.bytes());
    }

    boolean isNone() {
        return back.objects() + changed.objects() + gone.objects() == 0;
    }

    Growth growth() {
        return new Growth(counts.bytes(), counts.objects(), back.bytes() + changed.bytes());
    }
}
