package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.Oddity;
import dev.varve.log.BlobStore.SurveyFinding;
import dev.varve.log.BlobStore.SurveyWatch;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds large files that nothing names. Repair leaves those to reclaim whose blob is elsewhere, and
/// makes whole ones findable whose blob is not; what is no large file of this store stays.
final class LargeSurvey {
    private final Layout layout;
    private final Dictionaries dictionaries;
    private final Quarantine quarantine;
    private final Whereabouts whereabouts;
    private final Identity identity;

    LargeSurvey(
            Layout layout,
            Dictionaries dictionaries,
            Quarantine quarantine,
            Whereabouts whereabouts,
            Identity identity) {
        this.layout = layout;
        this.dictionaries = dictionaries;
        this.quarantine = quarantine;
        this.whereabouts = whereabouts;
        this.identity = identity;
    }

    void run(boolean repair, SurveyWatch watch) throws IOException {
        for (Path directory : layout.listLargeDirectories()) {
            if (!Files.isDirectory(directory)) {
                tell(Oddity.MISPLACED, directory, "no large file", watch);
                continue;
            }
            for (Path file : layout.listDirectory(directory)) {
                // No file is deleted while it is read.
                synchronized (whereabouts.reclaiming()) {
                    look(file, repair, watch);
                }
            }
        }
    }

    private void look(Path file, boolean repair, SurveyWatch watch) throws IOException {
        if (quarantine.keeps(file)) {
            tell(Oddity.QUARANTINED, file, "kept for bytes that cannot be read", watch);
            return;
        }
        String name = layout.name(file);
        try (LargeReader reader = LargeReader.open(file, name, dictionaries)) {
            RecordHeader header = reader.header();
            long generation = Layout.generation(file);
            if (generation < 0 || !layout.large(header.id(), generation).equals(file)) {
                tell(Oddity.MISPLACED, file, "holds " + header.id(), watch);
                return;
            }
            Placement.LargeFile placement =
                    new Placement.LargeFile(generation, Files.size(file), header.length(), false);
            judge(file, reader, placement, repair, watch);
        } catch (NoSuchFileException e) {
            return;
        } catch (StoreException.Corrupt e) {
            damaged(file, watch);
        }
    }

    /// A damaged file that its name still places is for a scrub to tell.
    private void damaged(Path file, SurveyWatch watch) throws IOException {
        Optional<BlobId> named = Layout.blobOf(file);
        boolean stray =
                named.isEmpty()
                        || whereabouts.of(
                                        named.get(),
                                        new Placement.LargeFile(
                                                Layout.generation(file), 0, 0, false))
                                != Whereabouts.Purpose.IN_USE;
        if (stray) {
            tell(Oddity.MISPLACED, file, "no large file that can be read", watch);
        }
    }

    private void judge(
            Path file,
            LargeReader reader,
            Placement.LargeFile placement,
            boolean repair,
            SurveyWatch watch)
            throws IOException {
        BlobId id = reader.header().id();
        switch (whereabouts.of(id, placement)) {
            case IN_USE -> {}
            case SPARE -> {
                boolean freed = repair && whereabouts.free(id, placement);
                tell(Oddity.DUPLICATE, file, id, "its blob is found elsewhere", freed, watch);
            }
            case ALONE -> {
                boolean taken =
                        repair && isWhole(file, reader) && whereabouts.takeUp(id, placement);
                tell(Oddity.MISPLACED, file, id, "nothing names it", taken, watch);
            }
        }
    }

    private boolean isWhole(Path file, LargeReader reader) throws IOException {
        try {
            LargeCheck.structure(reader, layout.name(file));
            return identity.canProve(reader.header().id())
                    && identity.holds(reader.header(), reader);
        } catch (StoreException.Corrupt e) {
            return false;
        }
    }

    private void tell(Oddity oddity, Path file, String what, SurveyWatch watch) throws IOException {
        tell(oddity, file, Optional.empty(), what, false, watch);
    }

    private void tell(
            Oddity oddity, Path file, BlobId id, String what, boolean repaired, SurveyWatch watch)
            throws IOException {
        tell(oddity, file, Optional.of(id), what, repaired, watch);
    }

    private void tell(
            Oddity oddity,
            Path file,
            Optional<BlobId> id,
            String what,
            boolean repaired,
            SurveyWatch watch)
            throws IOException {
        long bytes = Files.isRegularFile(file) ? Files.size(file) : 0;
        watch.accept(new SurveyFinding(oddity, layout.name(file), 0, id, bytes, what, repaired));
    }
}
