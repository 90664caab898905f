package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads all packs and large files of a store that nobody has open, without a placement index, and
/// changes nothing. Unlike [BlobStore#scrub] it also reads what is dead.
///
/// After an unclean stop the unproven tail of a pack may be torn; that is no finding.
public final class OfflineScrub {
    private final Layout layout;
    private final Dictionaries dictionaries;
    private final ScrubDepth depth;
    private final Identity identity;
    private final Consumer<ScrubFinding> found;
    private final boolean closedInOrder;
    private long blobs;
    private long bytes;
    private long findings;

    private OfflineScrub(
            Path root, ScrubDepth depth, DomainKeys keys, Consumer<ScrubFinding> found) {
        layout = new Layout(root);
        dictionaries = new Dictionaries(layout);
        this.depth = depth;
        identity = new Identity(keys);
        this.found = found;
        closedInOrder = CleanMark.isIn(root);
    }

    /// @param root the directory that holds `packs` and `large`
    /// @throws StoreException.Failed when there is no store or it cannot be listed
    public static ScrubSummary run(
            Path root, ScrubDepth depth, DomainKeys keys, Consumer<ScrubFinding> findings) {
        OfflineScrub scrub = new OfflineScrub(root, depth, keys, findings);
        try (PackFiles files = new PackFiles(scrub.layout, 1);
                Dictionaries _ = scrub.dictionaries) {
            for (int pack : scrub.layout.listPacks().keySet()) {
                scrub.readPack(files, pack);
            }
            for (Path file : scrub.layout.listLarge()) {
                scrub.readLargeFile(file);
            }
        } catch (IOException e) {
            throw new StoreException.Failed("reading " + root, e);
        }
        return new ScrubSummary(scrub.blobs, scrub.bytes, scrub.findings);
    }

    private void readPack(PackFiles files, int pack) throws IOException {
        String name = layout.name(layout.pack(pack));
        long size = Files.size(layout.pack(pack));
        byte[] header = new byte[PackFormat.HEADER_BYTES];
        int read = files.read(pack, 0, header, header.length);
        boolean known = read == header.length && PackFormat.isHeader(header, pack);
        PackScanner.Outcome outcome =
                new PackScanner(files, pack, size)
                        .scan(
                                PackFormat.HEADER_BYTES,
                                (record, at, in, offset, behindDamage) ->
                                        readRecord(name, record, at, in, offset));
        if (!known && (closedInOrder || outcome.durableTo() > 0)) {
            report(name, 0, Optional.empty(), "damaged pack header");
        }
        for (PackScanner.Damage damage : outcome.damages()) {
            if (closedInOrder || damage.at() < outcome.durableTo()) {
                report(name, damage.at(), damage.blob(), "damaged record");
            }
        }
        boolean complete = outcome.endsWithMark() && outcome.tornBytes() == 0;
        if (closedInOrder && !complete) {
            report(name, outcome.end(), Optional.empty(), "the pack lost its end");
        }
    }

    private void readRecord(String name, RecordHeader header, long at, byte[] in, int offset)
            throws IOException {
        blobs++;
        bytes += header.length();
        if (depth == ScrubDepth.DEEP) {
            try (BlockSource record = new RecordBytes(header, in, offset, name, dictionaries)) {
                prove(name, at, header, record);
            } catch (StoreException.Corrupt e) {
                report(name, at, Optional.of(header.id()), String.valueOf(e.getMessage()));
            }
        }
    }

    private void readLargeFile(Path file) throws IOException {
        String name = layout.name(file);
        Optional<BlobId> id = Optional.empty();
        try (LargeReader reader = LargeReader.open(file, name, dictionaries)) {
            RecordHeader header = reader.header();
            id = Optional.of(header.id());
            blobs++;
            bytes += header.length();
            LargeCheck.structure(reader, name);
            if (depth == ScrubDepth.DEEP) {
                prove(name, 0, header, reader);
            }
        } catch (StoreException.Corrupt e) {
            report(name, 0, id, String.valueOf(e.getMessage()));
        }
    }

    private void prove(String name, long at, RecordHeader header, BlockSource source)
            throws IOException {
        if (!identity.matches(header, source)) {
            report(name, at, Optional.of(header.id()), "the content is not what its id names");
        }
    }

    private void report(String file, long at, Optional<BlobId> blob, String what) {
        findings++;
        found.accept(new ScrubFinding(file, at, blob, what));
    }
}
