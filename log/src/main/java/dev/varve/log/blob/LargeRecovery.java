package dev.varve.log.blob;

import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.Disk;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Lists large files into a placement index that may not know them all. A file gets its name only
/// once its bytes are durable, so it is enough that it is complete.
final class LargeRecovery {
    private final Layout layout;
    private final Dictionaries dictionaries;
    private final Disk disk;
    private final Placements placements;
    private final Quarantine quarantine;
    private final Consumer<ScrubFinding> findings;
    private final List<Placements.Stored> dead = new ArrayList<>();

    LargeRecovery(
            Layout layout,
            Dictionaries dictionaries,
            Disk disk,
            Placements placements,
            Quarantine quarantine,
            Consumer<ScrubFinding> findings) {
        this.layout = layout;
        this.dictionaries = dictionaries;
        this.disk = disk;
        this.placements = placements;
        this.quarantine = quarantine;
        this.findings = findings;
    }

    /// Gives the files that hold what another file holds too.
    List<Placements.Stored> run(boolean inDoubt) throws IOException {
        boolean listed = placements.tally(PlacementIndex.LARGE_FILES).scannedTo() > 0;
        if (!listed || inDoubt) {
            makeNamesDurable();
            for (Path file : layout.listLarge()) {
                read(file);
            }
            placements.register(List.of(), Map.of(PlacementIndex.LARGE_FILES, 1L));
        }
        return dead;
    }

    /// A kill may have come between giving a file its name and forcing the name. Once listed, the file
    /// is relied on without another force.
    private void makeNamesDurable() throws IOException {
        disk.forceDirectory(layout.large());
        for (Path directory : layout.listLargeDirectories()) {
            disk.forceDirectory(directory);
        }
    }

    private void read(Path file) throws IOException {
        String name = layout.name(file);
        long generation = Layout.generation(file);
        try (LargeReader reader = LargeReader.open(file, name, dictionaries)) {
            RecordHeader header = reader.header();
            LargeCheck.structure(reader, name);
            if (generation < 0 || !layout.large(header.id(), generation).equals(file)) {
                throw new StoreException.Corrupt(name, 0, "holds " + header.id());
            }
            Placement placement =
                    new Placement.LargeFile(generation, Files.size(file), header.length(), false);
            Placements.Stored stored = new Placements.Stored(header.id(), placement, null);
            dead.addAll(placements.register(List.of(stored), Map.of()));
        } catch (StoreException.Corrupt e) {
            String what = String.valueOf(e.getMessage());
            findings.accept(new ScrubFinding(name, 0, Optional.empty(), what));
            quarantine.keep(file, what);
        }
    }
}
