package dev.varve.projections.objects;

import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.VersionId;
import dev.varve.projections.Table;
import java.util.ArrayList;
import java.util.List;

/// Takes versions, or their bytes only, out of history for good.
final class PurgeFold {
    private final Folding folding;
    private final VersionTable versions;

    PurgeFold(Folding folding) {
        this.folding = folding;
        this.versions = new VersionTable(folding.rows(), folding.bucket());
    }

    void purge(VersionsPurged event) {
        new Settling(folding.rows())
                .before(event.bucket(), event.purged().stream().map(Purged::key).toList());
        for (Purged purged : event.purged()) {
            purge(purged.key(), purged.version());
        }
        folding.settle();
        folding.forgetIfGone();
    }

    /// Lets go of bytes, and of nothing that is known.
    void release(BytesReleased event) {
        new Settling(folding.rows())
                .before(event.bucket(), event.released().stream().map(Purged::key).toList());
        for (Purged released : event.released()) {
            release(released.key(), released.version());
        }
        folding.settle();
    }

    private void release(ObjectKey key, VersionId id) {
        VersionRow row = versions.newest(key, id);
        if (row != null && row.isHidden() && row.version().holdsBytes()) {
            folding.dropBytesDue(row);
            folding.put(row.released());
            folding.references().drop(row.version().object().content());
            folding.released(row.version());
        }
    }

    private void purge(ObjectKey key, VersionId id) {
        VersionRow asMade = versions.find(key, id, null);
        if (asMade == null) {
            return;
        }
        byte[] ofVersion = RowKeys.version(folding.bucket(), key, id);
        if (asMade.isHidden()) {
            // Only the newest revision knows it is hidden, so this is the only one.
            folding.rows().delete(Table.VERSIONS, RowKeys.revision(ofVersion, null));
            forget(asMade);
            return;
        }
        VersionRow newest = asMade;
        for (VersionRow row : revisions(ofVersion)) {
            newest = row.isHidden() || row.due() != VersionRow.NOT_DUE ? row : newest;
            folding.rows().delete(Table.VERSIONS, RowKeys.revision(ofVersion, row.revision()));
        }
        forget(newest);
    }

    private List<VersionRow> revisions(byte[] ofVersion) {
        List<VersionRow> revisions = new ArrayList<>();
        try (VersionCursor cursor = new VersionCursor(folding.rows(), folding.bucket())) {
            boolean on = cursor.seek(ofVersion);
            while (on && RowKeys.startsWith(cursor.row(), ofVersion)) {
                revisions.add(cursor.read());
                on = cursor.next();
            }
        }
        return revisions;
    }

    /// After the rows of a version are gone: all that pointed from or to it.
    private void forget(VersionRow newest) {
        Version version = newest.version();
        ObjectKey key = version.key();
        folding.dropDue(newest);
        ObjectState state = version.state();
        if (state != null && !version.bytesReleased()) {
            folding.references().drop(state.content());
        }
        if (newest.isHidden()) {
            folding.hidden(-1, version);
        } else {
            folding.visible(-1, version);
            VersionFold fold = new VersionFold(folding);
            Head before = fold.head(key);
            fold.without(before, key, version.id()).write(folding, key, before);
        }
    }
}
