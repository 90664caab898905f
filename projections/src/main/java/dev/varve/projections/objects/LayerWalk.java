package dev.varve.projections.objects;

import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Layer.Effect;
import dev.varve.projections.objects.Layer.Source;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The keys that a layer may affect and its pass has before it, in order.
final class LayerWalk implements AutoCloseable {
    private final ViewReader rows;
    private final Layer layer;
    private final Steps steps;
    private boolean started;

    LayerWalk(ViewReader rows, Layer layer) {
        this.rows = rows;
        this.layer = layer;
        this.steps =
                switch (layer.effect()) {
                    case Effect.Emptied _ ->
                            layer.moment().late()
                                    ? new SourceSteps(
                                            new Source(
                                                    layer.bucket(), layer.prefix(), layer.before()))
                                    : new CurrentSteps();
                    case Effect.Filled _, Effect.Restored _ ->
                            new SourceSteps(Objects.requireNonNull(layer.source()));
                };
    }

    private interface Steps {
        /// To the first key at or after a row of the target range.
        boolean start(byte[] row);

        boolean next();

        ObjectKey key();

        boolean isAffected();

        /// What a restore finds of the key; null where the layer restores nothing.
        default @Nullable RestoredKey restoring() {
            return null;
        }

        /// The newest version of the key in the layer's own bucket, where it came by and is visible.
        default @Nullable VersionRow newest() {
            return null;
        }

        void close();
    }

    boolean next() {
        boolean on = started ? steps.next() : steps.start(layer.rest());
        started = true;
        return on;
    }

    ObjectKey key() {
        return steps.key();
    }

    /// Whether the layer does anything to this key, or would if there were bytes for it.
    boolean isAffected() {
        return steps.isAffected();
    }

    /// What there is to do to this key.
    Due due() {
        return new Due(key(), steps.restoring(), steps.newest());
    }

    /// A key that a layer affects, and what the walk saw of it on its way.
    ///
    /// @param restoring null where the layer restores nothing
    /// @param newest null where the walk did not see it, or it is hidden
    record Due(ObjectKey key, @Nullable RestoredKey restoring, @Nullable VersionRow newest) {
        /// These rows, of which nothing that the walk saw is looked up again.
        Remembering over(ViewChanges rows, Layer layer) {
            Remembering remembering = new Remembering(rows);
            if (newest != null) {
                remembering.tell(layer.bucket(), newest);
            }
            return remembering;
        }

        /// The same where another key that was settled since may have changed the newest version of this one.
        Due anew() {
            return new Due(key, restoring, null);
        }

        /// What the layer makes of the key.
        @Nullable RangeFact fact(ViewReader rows, Layer layer) {
            return restoring == null
                    ? RangeFact.of(rows, layer, key)
                    : RangeFact.of(layer, restoring);
        }
    }

    /// Whether an event came before the pass did.
    boolean isSettled() {
        return rows.get(Table.SETTLED, RowKeys.key(layer.bucket(), key())) != null;
    }

    @Override
    public void close() {
        steps.close();
    }

    /// What there is to empty.
    private final class CurrentSteps implements Steps {
        private final RowCursor cursor = rows.scan(Table.CURRENT);
        private final byte[] range = layer.rows();

        @Override
        public boolean start(byte[] row) {
            return cursor.seek(row) && RowKeys.startsWith(cursor.key(), range);
        }

        @Override
        public boolean next() {
            return cursor.next() && RowKeys.startsWith(cursor.key(), range);
        }

        @Override
        public ObjectKey key() {
            byte[] row = cursor.key();
            return KeyEscape.read(row, RowKeys.BUCKET_BYTES, row.length);
        }

        @Override
        public boolean isAffected() {
            return true;
        }

        @Override
        public void close() {
            cursor.close();
        }
    }

    /// What there is to fill or restore from: every key of the source, whether it had an object or not, so that
    /// a step is never long.
    private final class SourceSteps implements Steps {
        private final VersionCursor cursor;
        private final Bytes prefix;
        private final byte[] range;
        private final HybridTime cut;
        private final VersionTable versions = new VersionTable(rows, layer.bucket());
        private ObjectKey key = ObjectKey.of("none");
        private boolean affected;
        private @Nullable RestoredKey restoring;
        private @Nullable VersionRow newest;

        SourceSteps(Source source) {
            this.cursor = new VersionCursor(rows, source.bucket());
            this.prefix = source.prefix();
            this.range = RowKeys.prefix(source.bucket(), prefix.toArray());
            this.cut = source.cut();
        }

        /// Escapes are of single bytes, so what follows the prefix is alike in both ranges.
        @Override
        public boolean start(byte[] row) {
            byte[] target = layer.rows();
            byte[] from = Arrays.copyOf(range, range.length + row.length - target.length);
            System.arraycopy(row, target.length, from, range.length, row.length - target.length);
            cursor.seek(from);
            return next();
        }

        @Override
        public boolean next() {
            while (cursor.isOn() && RowKeys.startsWith(cursor.row(), range)) {
                ObjectKey source = cursor.key();
                look(source);
                if (Layer.fits(source, prefix, layer.prefix())) {
                    key = Layer.moved(source, prefix, layer.prefix());
                    return true;
                }
            }
            return false;
        }

        /// Looks at the key that the cursor is at, and leaves it at the one after that.
        private void look(ObjectKey source) {
            byte[] ofKey = cursor.ofKey();
            newest = seen();
            Version then = cursor.currentOfThisKey(cut);
            if (cursor.isOn() && RowKeys.startsWith(cursor.row(), ofKey)) {
                cursor.nextKey();
            }
            switch (layer.effect()) {
                case Effect.Restored _ -> {
                    RestoredKey found = RestoredKey.of(then, now(source));
                    restoring = found;
                    affected = found.isConcerned();
                }
                case Effect.Filled _, Effect.Emptied _ ->
                        affected = then != null && then.isObject();
            }
        }

        @Override
        public @Nullable RestoredKey restoring() {
            return restoring;
        }

        @Override
        public @Nullable VersionRow newest() {
            return newest;
        }

        private @Nullable VersionRow seen() {
            if (layer.effect() instanceof Effect.Restored) {
                VersionRow first = cursor.read();
                return first.isHidden() ? null : first;
            }
            return null;
        }

        /// What the key had just before the fact.
        private @Nullable Version now(ObjectKey key) {
            if (layer.moment().late()) {
                return versions.current(key, layer.before()).filter(Version::isObject).orElse(null);
            }
            VersionRow first = newest;
            if (first == null) { // the index knows it, however many hidden ones come before
                return versions.indexed(key).orElse(null);
            }
            return first.version().isObject() ? first.version() : null;
        }

        @Override
        public ObjectKey key() {
            return key;
        }

        @Override
        public boolean isAffected() {
            return affected;
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
