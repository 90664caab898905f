package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.Oddity;
import dev.varve.log.BlobStore.SurveyFinding;
import dev.varve.log.BlobStore.SurveyWatch;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Holds placements against files, from both sides. Reads headers only.
final class Survey {
    private final Placements placements;
    private final BlobReads reads;
    private final PackSurvey packs;
    private final LargeSurvey large;

    Survey(Placements placements, BlobReads reads, PackSurvey packs, LargeSurvey large) {
        this.placements = placements;
        this.reads = reads;
        this.packs = packs;
        this.large = large;
    }

    void run(boolean repair, SurveyWatch watch) {
        long[] looked = {0};
        placements
                .index()
                .forEach((id, at) -> {
                    check(id, at, watch);
                    watch.looked(++looked[0]);
                });
        try {
            packs.run(watch);
            large.run(repair, watch);
        } catch (IOException e) {
            throw new StoreException.Failed("looking through the blob store", e);
        }
    }

    private void check(BlobId id, Placement at, SurveyWatch watch) {
        if (at.quarantined()) {
            tell(Oddity.QUARANTINED, id, at, "in quarantine", watch);
            return;
        }
        try (BlockSource source = reads.source(id, at)) {
            source.header();
        } catch (NoSuchFileException e) {
            tell(Oddity.MISSING, id, at, "the file is missing", watch);
        } catch (StoreException.Corrupt e) {
            tell(Oddity.MISPLACED, id, at, String.valueOf(e.getMessage()), watch);
        } catch (IOException e) {
            throw new StoreException.Failed("reading " + reads.file(id, at), e);
        }
    }

    /// What was moved or condemned meanwhile is as it should be.
    private void tell(Oddity oddity, BlobId id, Placement at, String what, SurveyWatch watch) {
        if (placements.find(id).equals(Optional.of(at))) {
            long offset = at instanceof Placement.InPack in ? in.offset() : 0;
            String file = reads.file(id, at);
            watch.accept(
                    new SurveyFinding(
                            oddity, file, offset, Optional.of(id), at.storedBytes(), what, false));
        }
    }
}
