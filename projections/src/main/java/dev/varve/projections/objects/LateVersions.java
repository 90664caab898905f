package dev.varve.projections.objects;

import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts versions where their stamps say, though newer ones of their keys may be there already, and takes
/// them out again. What comes of it is the same in every order: a version with the null version's
/// name is hidden by the next newer one, or when a client removed it before that.
final class LateVersions {
    private final Folding folding;
    private final VersionTable versions;

    LateVersions(Folding folding) {
        this.folding = folding;
        this.versions = new VersionTable(folding.rows(), folding.bucket());
    }

    void insert(Version version) {
        ObjectKey key = version.key();
        Stamp stamp = version.id().stamp();
        Head before = Head.read(folding.rows(), RowKeys.key(folding.bucket(), key));
        Version next = version.nullVersion() ? versions.nullAfter(key, stamp) : null;
        if (version.nullVersion()) {
            hideEarlier(key, stamp, before);
        }
        VersionRow row = row(version, next);
        folding.put(row);
        folding.putDue(row);
        ObjectState state = version.state();
        if (state != null) {
            folding.references().add(state.content());
        }
        count(1, row);
        head(before, version, next).write(folding, key, before);
    }

    private VersionRow row(Version version, @Nullable Version next) {
        VersionRow row = VersionRow.visible(version);
        if (version.kind() == Kind.TOMBSTONE) {
            return row.due(folding.due());
        }
        return next == null ? row : hidden(row, next.id().stamp().time());
    }

    private VersionRow hidden(VersionRow row, HybridTime at) {
        long bytesDue = row.version().holdsBytes() ? folding.bytesDue() : VersionRow.NOT_DUE;
        return row.hidden(at, folding.due(), bytesDue);
    }

    private void hideEarlier(ObjectKey key, Stamp stamp, Head before) {
        VersionRow earlier = earlierNull(key, stamp, before);
        if (earlier == null || earlier.version().kind() == Kind.TOMBSTONE) {
            return;
        }
        HybridTime hidden = earlier.version().hiddenAt();
        if (hidden == null) {
            VersionRow now = hidden(earlier, stamp.time());
            folding.put(now);
            folding.putDue(now);
            folding.visible(-1, earlier.version());
            folding.hidden(1, earlier.version());
        } else if (hidden.compareTo(stamp.time()) > 0) {
            folding.put(earlier.hiddenAt(stamp.time()));
        }
    }

    private @Nullable VersionRow earlierNull(ObjectKey key, Stamp stamp, Head before) {
        VersionId visible = before.visibleNull();
        return visible != null && visible.stamp().compareTo(stamp) < 0
                ? versions.newest(key, visible)
                : versions.nullBefore(key, stamp);
    }

    private void count(int one, VersionRow row) {
        if (row.isHidden()) {
            folding.hidden(one, row.version());
        } else {
            folding.visible(one, row.version());
        }
    }

    /// @param next the version with the null version's name that is next after the one which came
    private Head head(Head before, Version came, @Nullable Version next) {
        CurrentRow current = before.current();
        boolean above = current != null && current.id().compareTo(came.id()) > 0;
        CurrentRow now = above ? current : current(came.key());
        if (!came.nullVersion() || next != null) {
            return new Head(now, before.visibleNull());
        }
        return new Head(now, came.kind() == Kind.TOMBSTONE ? null : came.id());
    }

    private @Nullable CurrentRow current(ObjectKey key) {
        VersionRow row = versions.currentObject(key);
        return row == null ? null : CurrentRow.of(row);
    }

    /// Makes the version of this very stamp what a fact about a range says now. What was told of it since
    /// stays with it.
    ///
    /// @return whether it was something else
    boolean replace(ObjectKey key, @Nullable RangeFact fact) {
        VersionId id = new VersionId(folding.stamp());
        VersionRow asMade = versions.find(key, id, null);
        if (asMade == null ? fact == null : fact != null && fact.made(asMade.version())) {
            return false;
        }
        List<VersionRow> before = asMade == null ? List.of() : versions.revisions(key, id);
        if (!before.isEmpty()) {
            remove(key, before);
        }
        if (fact != null) {
            fact.fold(new VersionFold(folding), key);
            before.reversed().forEach(row -> again(key, id, row));
        }
        return true;
    }

    private void again(ObjectKey key, VersionId id, VersionRow row) {
        Stamp revision = row.revision();
        if (revision != null) {
            at(revision).revise(key, id, row.version().object().attributes());
        }
        HybridTime removed = row.removed();
        if (removed != null) {
            at(new Stamp(removed, folding.stamp().origin())).hide(key, id);
        }
    }

    private VersionFold at(Stamp stamp) {
        return new VersionFold(folding.at(stamp));
    }

    private void remove(ObjectKey key, List<VersionRow> revisions) {
        VersionRow newest = revisions.getFirst();
        Version version = newest.version();
        Head before = Head.read(folding.rows(), RowKeys.key(folding.bucket(), key));
        revisions.forEach(folding::delete);
        folding.dropDue(newest);
        ObjectState state = version.state();
        if (state != null && !version.bytesReleased()) {
            folding.references().drop(state.content());
        }
        count(-1, newest);
        if (version.nullVersion()) {
            showEarlier(key, version.id().stamp());
        }
        new Head(current(key), versions.visibleNull(key)).write(folding, key, before);
    }

    private void showEarlier(ObjectKey key, Stamp gone) {
        VersionRow earlier = versions.nullBefore(key, gone);
        if (earlier == null || !gone.time().equals(earlier.version().hiddenAt())) {
            return;
        }
        Version next = versions.nullAfter(key, gone);
        HybridTime hidden = earlier.removed();
        if (next != null && (hidden == null || next.id().stamp().time().compareTo(hidden) < 0)) {
            hidden = next.id().stamp().time();
        }
        if (hidden != null) {
            folding.put(earlier.hiddenAt(hidden));
        } else {
            folding.dropDue(earlier);
            folding.put(earlier.unhidden());
            folding.visible(1, earlier.version());
            folding.hidden(-1, earlier.version());
        }
    }
}
