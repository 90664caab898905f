package dev.varve.projections.objects;

import dev.varve.log.Event.Removal;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Layer.Effect;
import org.jspecify.annotations.Nullable;

/// What a fact about a range makes of one key: an object of some state, or what a delete leaves.
///
/// @param removal null where there is an object
/// @param state null where there is none
record RangeFact(@Nullable Removal removal, @Nullable ObjectState state, boolean nullVersion) {

    /// By what the key was just before the fact; null where it makes nothing of it.
    static @Nullable RangeFact of(ViewReader rows, Layer layer, ObjectKey key) {
        return switch (layer.effect()) {
            case Effect.Emptied(var removal) ->
                    before(rows, layer, key) == null ? null : removed(removal);
            case Effect.Filled filled -> arriving(layer, filled, key, rows);
            case Effect.Restored restored -> restored(layer, restored, key, rows);
        };
    }

    /// The same of a restore that knows what the key was and is.
    static @Nullable RangeFact of(Layer layer, RestoredKey restoring) {
        return layer.effect() instanceof Effect.Restored restored
                ? restored(restored, restoring)
                : null;
    }

    private static RangeFact removed(Removal removal) {
        return new RangeFact(removal, null, removal != Removal.MARKER);
    }

    /// The object that was current just before the fact. Where nothing newer can be in the rows, the index
    /// knows it.
    private static @Nullable Version before(ViewReader rows, Layer layer, ObjectKey key) {
        VersionTable versions = new VersionTable(rows, layer.bucket());
        return layer.moment().late()
                ? versions.current(key, layer.before()).filter(Version::isObject).orElse(null)
                : versions.indexed(key).orElse(null);
    }

    private static @Nullable RangeFact arriving(
            Layer layer, Effect.Filled filled, ObjectKey key, ViewReader rows) {
        if (!Layer.fits(key, layer.prefix(), filled.sourcePrefix())) {
            return null;
        }
        ObjectKey source = Layer.moved(key, layer.prefix(), filled.sourcePrefix());
        return new VersionTable(rows, filled.source())
                .current(source, filled.cut())
                .filter(Version::isObject)
                .map(version -> copied(version.object(), filled.retention(), filled.nullVersion()))
                .orElse(null);
    }

    /// Like a copy's: locks stay where they were.
    private static RangeFact copied(
            ObjectState source, @Nullable Retention retention, boolean nullVersion) {
        Attributes attributes = source.attributes();
        Attributes unlocked =
                new Attributes(attributes.metadata(), attributes.tags(), retention, false);
        return new RangeFact(null, source.with(unlocked), nullVersion);
    }

    private static @Nullable RangeFact restored(
            Layer layer, Effect.Restored restored, ObjectKey key, ViewReader rows) {
        HybridTime cut = restored.cut();
        Version then = new VersionTable(rows, layer.bucket()).current(key, cut).orElse(null);
        return restored(restored, RestoredKey.of(then, before(rows, layer, key)));
    }

    private static @Nullable RangeFact restored(Effect.Restored restored, RestoredKey restoring) {
        if (!restoring.isChanged()) {
            return null;
        }
        Version was = restoring.then();
        boolean nullVersion = restored.removal() != Removal.MARKER;
        return was == null
                ? removed(restored.removal())
                : copied(was.object(), restored.retention(), nullVersion);
    }

    /// Whether a version is what this makes.
    boolean made(Version version) {
        ObjectState wanted = state;
        ObjectState there = version.state();
        if (wanted != null || there != null) {
            return wanted != null && wanted.equals(there) && nullVersion == version.nullVersion();
        }
        boolean tombstone = version.kind() == Version.Kind.TOMBSTONE;
        return tombstone == (removal == Removal.TOMBSTONE) && nullVersion == version.nullVersion();
    }

    void fold(VersionFold fold, ObjectKey key) {
        if (state != null) {
            fold.add(key, nullVersion, state, null);
        } else if (removal != null) {
            fold.remove(key, removal);
        }
    }
}
