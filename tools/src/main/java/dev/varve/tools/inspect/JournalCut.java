package dev.varve.tools.inspect;

import dev.varve.log.Position;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.JournalOptions;
import dev.varve.log.journal.JournalRepair;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.server.store.Identity;
import dev.varve.server.store.ViewFiles;

/// Gives up the end of a journal that cannot be opened. The node goes on as a new incarnation, and
/// its view is made again from what is left. Begun anew after an interruption, it comes to the same.
public final class JournalCut {
    private final OfflineStore store;
    private final LocalDisk disk = new LocalDisk();

    public JournalCut(OfflineStore store) {
        this.store = store;
    }

    /// @throws IllegalArgumentException when events before `position` cannot be read either
    public JournalRepair.Lost before(Position position) {
        Identity identity = store.identity();
        JournalRepair repair =
                new JournalRepair(
                        JournalOptions.of(store.data().journal()),
                        new JournalIdentity(identity.cluster(), identity.origin()),
                        disk);
        JournalRepair.Lost lost = repair.cut(position);
        new ViewFiles(store.data().objectView(), disk).drop();
        store.snapshots().deleteFrom(position);
        identity.reborn(store.data(), disk);
        return lost;
    }
}
