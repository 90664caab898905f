package dev.varve.projections.objects;

import dev.varve.log.Event.NewVersion;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.UploadCompleted;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version.Kind;
import org.jspecify.annotations.Nullable;

/// Adds, hides and revises versions, and keeps each key's head.
final class VersionFold {
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
        insert(made(key, Kind.OBJECT, nullVersion, state, upload));
    }

    private void insert(Version version) {
        if (folding.mayBeLate() && versions.hasAny(version.key())) {
            new LateVersions(folding).insert(version);
        } else {
            addNewest(version);
        }
    }

    private void addNewest(Version version) {
        Head before = replaceNull(version.key(), version.nullVersion());
        boolean tombstone = version.kind() == Kind.TOMBSTONE;
        VersionRow visible = VersionRow.visible(version);
        VersionRow row = tombstone ? visible.due(folding.due()) : visible;
        folding.put(row);
        folding.putDue(row);
        ObjectState state = version.state();
        if (state != null) {
            folding.references().add(state.content());
        }
        folding.visible(1, version);
        before.after(row).write(folding, version.key(), before);
    }

    void remove(ObjectKey key, Removal removal) {
        switch (removal) {
            case TOMBSTONE -> delete(key);
            case MARKER -> placeMarker(key, false);
            case NULL_MARKER -> placeMarker(key, true);
        }
    }

    void placeMarker(ObjectKey key, boolean nullVersion) {
        insert(made(key, Kind.DELETE_MARKER, nullVersion, null, null));
    }

    void delete(ObjectKey key) {
        insert(made(key, Kind.TOMBSTONE, true, null, null));
    }

    void hide(ObjectKey key, VersionId id) {
        VersionRow row = versions.newest(key, id);
        if (row == null || row.version().kind() == Kind.TOMBSTONE) {
            return;
        }
        VersionRow removed = row.removed(earlier(row.removed(), folding.time()));
        if (row.isHidden()) {
            HybridTime at = earlier(row.version().hiddenAt(), folding.time());
            folding.put(removed.hiddenAt(at));
            return;
        }
        Head before = head(key);
        hide(removed);
        without(before, key, id).write(folding, key, before);
    }

    private static HybridTime earlier(@Nullable HybridTime one, HybridTime other) {
        return one == null || one.compareTo(other) > 0 ? other : one;
    }

    void revise(ObjectKey key, VersionId version, Attributes attributes) {
        VersionRow row = versions.newest(key, version);
        if (row == null || !row.version().isObject()) {
            return;
        }
        VersionRow revised = row.revised(attributes, folding.stamp());
        Stamp newest = row.revision();
        if (newest != null && newest.compareTo(folding.stamp()) > 0) {
            folding.put(revised.superseded());
            return;
        }
        folding.put(revised);
        if (row.isHidden()) {
            folding.put(row.superseded());
        }
        Head before = head(key);
        CurrentRow current = before.current();
        if (current != null && current.id().equals(version)) {
            new Head(CurrentRow.of(revised), before.visibleNull()).write(folding, key, before);
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
        long bytesDue = row.version().holdsBytes() ? folding.bytesDue() : VersionRow.NOT_DUE;
        VersionRow hidden = row.hidden(folding.time(), folding.due(), bytesDue);
        folding.put(hidden);
        folding.putDue(hidden);
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
                upload,
                false);
    }
}
