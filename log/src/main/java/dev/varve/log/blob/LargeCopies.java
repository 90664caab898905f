package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.Optional;

/// Writes large files anew. A copy is read back from its file, and proven, before it gets its name.
final class LargeCopies {
    private final LargeFiles files;
    private final Layout layout;
    private final Dictionaries dictionaries;
    private final Identity identity;
    private final Intake intake;

    LargeCopies(
            LargeFiles files,
            Layout layout,
            Dictionaries dictionaries,
            Identity identity,
            Intake intake) {
        this.files = files;
        this.layout = layout;
        this.dictionaries = dictionaries;
        this.identity = identity;
        this.intake = intake;
    }

    /// Empty when it would not save enough, or the copy is not the blob.
    Optional<Placement.LargeFile> copy(
            BlobId id,
            Placement.LargeFile at,
            BlockSource source,
            TunedEncoder encoder,
            double share)
            throws IOException {
        RecordHeader header = source.header();
        LargeWriter writer = files.create();
        boolean published = false;
        try {
            for (long number = 0; number < header.blocks(); number++) {
                int frame = encoder.encode(source.read(number), number);
                writer.write(encoder.frame(), BlockEncoder.FRAME_AT, frame);
            }
            long stored = writer.finish(id, header.length(), header.blockSize());
            if (stored > at.storedBytes() * (1 - share) || !isProven(writer)) {
                return Optional.empty();
            }
            Placement.LargeFile copy = intake.placeCopy(id, at, writer, header.length(), stored);
            published = true;
            return Optional.of(copy);
        } finally {
            if (!published) {
                files.discard(writer);
            }
        }
    }

    private boolean isProven(LargeWriter writer) throws IOException {
        String name = layout.name(writer.path());
        try (LargeReader reader = LargeReader.open(writer.path(), name, dictionaries)) {
            LargeCheck.structure(reader, name);
            return identity.holds(reader.header(), reader);
        } catch (StoreException.Corrupt e) {
            return false;
        }
    }
}
