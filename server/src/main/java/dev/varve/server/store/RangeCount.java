package dev.varve.server.store;

import dev.varve.projections.objects.ObjectReader.RangeEffect;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;

/// What a range event does to many keys together.
///
/// @param left what changes in the counts of the bucket
/// @param arrived what changes in those of the bucket it goes to
record RangeCount(long objects, long bytes, Usage left, Usage arrived) {
    static final RangeCount NONE = new RangeCount(0, 0, Usage.NONE, Usage.NONE);

    RangeCount plus(RangeEffect effect) {
        return new RangeCount(
                objects + (effect.version().isPresent() ? 1 : 0),
                bytes + size(effect),
                left.plus(effect.left()),
                arrived.plus(effect.arrived()));
    }

    RangeCount minus(RangeEffect effect) {
        return new RangeCount(
                objects - (effect.version().isPresent() ? 1 : 0),
                bytes - size(effect),
                left.minus(effect.left()),
                arrived.minus(effect.arrived()));
    }

    private static long size(RangeEffect effect) {
        return effect.version().map(Version::size).orElse(0L);
    }
}
