package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens blobs wherever they are by now, and quarantines what it finds damaged.
final class BlobReads {
    private static final int MOVES = 100;
    private final Placements placements;
    private final PackFiles packs;
    private final Layout layout;
    private final Dictionaries dictionaries;

    BlobReads(Placements placements, PackFiles packs, Layout layout, Dictionaries dictionaries) {
        this.dictionaries = dictionaries;
        this.placements = placements;
        this.packs = packs;
        this.layout = layout;
    }

    /// @param known where the blob was when it was pinned
    InputStream stream(BlobId id, Placement known, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, known.length());
        return new BlobStream(new Cursor(id, known), offset, length);
    }

    /// The checked blocks of one placement; damage is thrown, not yet quarantined.
    BlockSource source(BlobId id, Placement at) throws IOException {
        return switch (at) {
            case Placement.InPack in -> new PackReader(packs, layout, dictionaries, id, in);
            case Placement.LargeFile file -> {
                Path path = layout.large(id, file.generation());
                yield LargeReader.open(path, layout.name(path), dictionaries, id, file);
            }
        };
    }

    String file(BlobId id, Placement at) {
        return switch (at) {
            case Placement.InPack in -> layout.name(layout.pack(in.pack()));
            case Placement.LargeFile file -> layout.name(layout.large(id, file.generation()));
        };
    }

    /// Reads the blocks of one blob and follows it when compaction moves it meanwhile.
    final class Cursor {
        private final BlobId id;
        private Placement at;
        private @Nullable BlockSource source;

        Cursor(BlobId id, Placement at) {
            this.id = id;
            this.at = at;
        }

        /// The block that holds a byte; its place in the block is `offset % blockSize()`.
        Block holding(long offset) {
            try {
                return follow(offset);
            } catch (StoreException.Corrupt e) {
                placements.quarantine(id, at);
                throw e;
            } catch (IOException e) {
                throw new StoreException.Failed("reading " + id, e);
            }
        }

        private Block follow(long offset) throws IOException {
            for (int move = 0; move < MOVES; move++) {
                try {
                    BlockSource opened = source == null ? source(id, at) : source;
                    source = opened;
                    return opened.read(offset / opened.blockSize());
                } catch (NoSuchFileException e) {
                    moved(e);
                }
            }
            throw new StoreException.Failed(id + " moves faster than it can be read");
        }

        private void moved(NoSuchFileException gone) {
            source = null;
            Optional<Placement> now = placements.findIntact(id);
            if (now.isEmpty() || now.get().equals(at)) {
                throw new StoreException.Corrupt(file(id, at), 0, "the file is missing", gone);
            }
            at = now.get();
        }

        int blockSize() {
            BlockSource opened = source;
            return opened == null ? BlobOptions.MAX_BLOCK : opened.blockSize();
        }

        void close() {
            BlockSource opened = source;
            source = null;
            try {
                if (opened != null) {
                    opened.close();
                }
            } catch (IOException e) {
                throw new StoreException.Failed("closing the file of " + id, e);
            }
        }
    }
}
