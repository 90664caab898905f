package dev.varve.tools.inspect;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.JournalOptions;
import dev.varve.log.journal.JournalRepair;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.server.store.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

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
        dropView();
        identity.reborn(store.data(), disk);
        return lost;
    }

    private void dropView() {
        Path view = store.data().objectView();
        if (!Files.exists(view)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(view)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
            disk.forceDirectory(store.data().root().resolve("view"));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot delete the view in " + view, e);
        }
    }
}
