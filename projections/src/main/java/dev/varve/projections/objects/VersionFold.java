package dev.varve.projections.objects;

import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.Event.NewVersion;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.UploadCompleted;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.Table;
import dev.varve.projections.objects.Version.Kind;
import org.jspecify.annotations.Nullable;

/// Adds, hides and revises versions, and keeps each key's head.
final class VersionFold {
    private static final byte[] NOTHING = {};
    private final Folding folding;
    private final VersionTable versions;

    VersionFold(Folding folding) {
        this.folding = folding;
        this.versions = new VersionTable(folding.rows(), folding.bucket());
    }

    void add(NewVersion event) {
        UploadId upload = event instanceof UploadCompleted completed ? completed.upload() : null;
        add(event.key(), event.nullVersion(), event.state(), upload);
    }

    void add(ObjectKey key, boolean nullVersion, ObjectState state, @Nullable UploadId upload) {
        Version version = made(key, Kind.OBJECT, nullVersion, state, upload);
        Head before = replaceNull(key, nullVersion);
        VersionRow row = new VersionRow(version, null, VersionRow.NOT_DUE);
        put(row);
        folding.references().add(state.content());
        folding.visible(1, version);
        VersionId visibleNull = nullVersion ? version.id() : before.visibleNull();
        new Head(CurrentRow.of(row), visibleNull).write(folding, key, before);
    }

    void remove(ObjectKey key, Removal removal) {
        switch (removal) {
            case TOMBSTONE -> delete(key);
            case MARKER -> placeMarker(key, false);
            case NULL_MARKER -> placeMarker(key, true);
        }
    }

    void placeMarker(ObjectKey key, boolean nullVersion) {
        Head before = replaceNull(key, nullVersion);
        Version version = made(key, Kind.DELETE_MARKER, nullVersion, null, null);
        put(new VersionRow(version, null, VersionRow.NOT_DUE));
        VersionId visibleNull = nullVersion ? version.id() : before.visibleNull();
        new Head(null, visibleNull).write(folding, key, before);
    }

    void delete(ObjectKey key) {
        Head before = replaceNull(key, true);
        Version version = made(key, Kind.TOMBSTONE, true, null, null);
        VersionRow row = new VersionRow(version, null, folding.due());
        put(row);
        putDue(row);
        new Head(null, null).write(folding, key, before);
    }

    void hide(ObjectKey key, VersionId id) {
        VersionRow row = versions.newest(key, id);
        if (row == null || row.isHidden() || row.version().kind() == Kind.TOMBSTONE) {
            return;
        }
        Head before = head(key);
        hide(row);
        without(before, key, id).write(folding, key, before);
    }

    void revise(AttributesChanged event) {
        VersionRow row = versions.newest(event.key(), event.version());
        if (row == null || !row.version().isObject()) {
            return;
        }
        VersionRow revised = row.revised(event.attributes(), folding.stamp());
        put(revised);
        if (row.isHidden()) {
            put(row.hidden(null, VersionRow.NOT_DUE));
        }
        Head before = head(event.key());
        CurrentRow current = before.current();
        if (current != null && current.id().equals(event.version())) {
            new Head(CurrentRow.of(revised), before.visibleNull())
                    .write(folding, event.key(), before);
        }
    }

    Head head(ObjectKey key) {
        return Head.read(folding.rows(), RowKeys.key(folding.bucket(), key));
    }

    /// What a key's head is once a visible version is gone.
    Head without(Head before, ObjectKey key, VersionId gone) {
        VersionId visibleNull = gone.equals(before.visibleNull()) ? null : before.visibleNull();
        CurrentRow current = before.current();
        if (current != null && !current.id().equals(gone)) {
            return new Head(current, visibleNull);
        }
        VersionRow next = versions.currentObject(key);
        return new Head(next == null ? null : CurrentRow.of(next), visibleNull);
    }

    /// Hides the visible null version when a new one comes. The head it gives is the one before.
    private Head replaceNull(ObjectKey key, boolean nullVersion) {
        Head before = head(key);
        VersionId old = before.visibleNull();
        if (nullVersion && old != null) {
            hide(nullRow(key, before, old));
        }
        return before;
    }

    private VersionRow nullRow(ObjectKey key, Head head, VersionId id) {
        CurrentRow current = head.current();
        if (current != null && current.id().equals(id)) {
            return versions.revision(key, id, current.revision());
        }
        VersionRow row = versions.newest(key, id);
        if (row == null) {
            throw new IllegalStateException("the null version is not there: " + id);
        }
        return row;
    }

    private void hide(VersionRow row) {
        VersionRow hidden = row.hidden(folding.time(), folding.due());
        put(hidden);
        putDue(hidden);
        folding.visible(-1, row.version());
        folding.hidden(1, row.version());
    }

    private Version made(
            ObjectKey key,
            Kind kind,
            boolean nullVersion,
            @Nullable ObjectState state,
            @Nullable UploadId upload) {
        VersionId id = new VersionId(folding.stamp());
        return new Version(
                key,
                id,
                kind,
                nullVersion,
                folding.position(),
                folding.wall(),
                state,
                null,
                upload);
    }

    private void put(VersionRow row) {
        Version version = row.version();
        byte[] ofVersion = RowKeys.version(folding.bucket(), version.key(), version.id());
        folding.rows()
                .put(Table.VERSIONS, RowKeys.revision(ofVersion, row.revision()), row.bytes());
    }

    private void putDue(VersionRow row) {
        Version version = row.version();
        byte[] key = RowKeys.due(row.due(), folding.bucket(), version.key(), version.id());
        folding.rows().put(Table.DUE, key, NOTHING);
    }
}
