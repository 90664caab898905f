package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.RecompressPlan;
import dev.varve.log.BlobStore.RecompressStep;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.Pace;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stores blobs anew, smaller. A copy is read back and held against the blob's id before anything
/// points to it, and takes the old one's place only if that is where the blob still is: whoever
/// condemned, moved or quarantined it meanwhile was first.
final class Recompress {
    private static final int PAGE = 256;
    private static final int AT_ONCE = 64;

    private final Layout layout;
    private final Placements placements;
    private final BlobReads reads;
    private final PackWriter writer;
    private final Training training;
    private final Identity identity;
    private final LargeCopies large;
    private final Dictionaries dictionaries;
    private final Runnable sync;

    Recompress(
            Layout layout,
            Placements placements,
            BlobReads reads,
            PackWriter writer,
            Training training,
            Identity identity,
            LargeCopies large,
            Dictionaries dictionaries,
            Runnable sync) {
        this.layout = layout;
        this.placements = placements;
        this.reads = reads;
        this.writer = writer;
        this.training = training;
        this.identity = identity;
        this.large = large;
        this.dictionaries = dictionaries;
        this.sync = sync;
    }

    synchronized RecompressStep run(RecompressPlan plan, @Nullable BlobId after, Pace pace) {
        try (Pass pass = new Pass(plan, pace)) {
            return pass.run(after);
        } catch (IOException e) {
            throw DiskFull.classify("recompressing", e);
        }
    }

    private record Copied(BlobId id, Placement from, Placement to) {}

    private final class Pass implements AutoCloseable {
        private final RecompressPlan plan;
        private final Pace pace;
        private final TunedEncoder plain;
        private @Nullable TunedEncoder withDictionary;
        private int domain = -1;
        private final List<Copied> copied = new ArrayList<>();
        private long blobs;
        private long bytes;
        private long moved;
        private long saved;

        Pass(RecompressPlan plan, Pace pace) {
            this.plan = plan;
            this.pace = pace;
            plain = new TunedEncoder(plan.level(), null);
        }

        RecompressStep run(@Nullable BlobId after) throws IOException {
            BlobId last = after;
            List<BlobId> page = placements.index().page(last, PAGE);
            while (!page.isEmpty()) {
                for (BlobId id : page) {
                    if (!pace.goesOn() || !look(id, after == null || isNew(id, after))) {
                        return done(last, false);
                    }
                    last = id;
                }
                page = placements.index().page(last, PAGE);
            }
            return done(last, true);
        }

        private boolean isNew(BlobId id, BlobId after) {
            return id.domain() != after.domain();
        }

        private RecompressStep done(@Nullable BlobId last, boolean end) {
            settle();
            return new RecompressStep(new ScrubSummary(blobs, bytes, moved), saved, last, end);
        }

        /// False when it was told to end before it was through.
        private boolean look(BlobId id, boolean beginning) throws IOException {
            try {
                enter(id, beginning);
                Optional<Placement> at = placements.findIntact(id);
                if (at.isPresent()) {
                    blobs++;
                    recompress(id, at.get());
                }
                return true;
            } catch (Pace.Ended e) {
                return false;
            }
        }

        /// At the first blob of a domain.
        private void enter(BlobId id, boolean beginning) throws IOException {
            if (id.domain() == domain) {
                return;
            }
            domain = id.domain();
            closeDictionary();
            if (plan.dictionaries() && identity.canProve(id)) {
                Optional<DictionaryFile> dictionary =
                        beginning
                                ? training.dictionary(id, plan.level(), plan.share(), pace)
                                : dictionaries.newest(domain);
                withDictionary =
                        dictionary.map(file -> new TunedEncoder(plan.level(), file)).orElse(null);
            }
        }

        private void recompress(BlobId id, Placement at) throws IOException {
            try {
                if (identity.canProve(id) && isOld(id, at)) {
                    recompressOld(id, at);
                }
            } catch (NoSuchFileException e) {
                return; // moved or condemned just now, or for a scrub to tell of
            } catch (StoreException.Corrupt e) {
                return; // for a scrub to tell of
            }
        }

        private void recompressOld(BlobId id, Placement at) throws IOException {
            try (BlockSource source = reads.source(id, at)) {
                switch (at) {
                    case Placement.InPack in -> small(id, in, source);
                    case Placement.LargeFile file -> large(id, file, source);
                }
            }
        }

        /// The file it lies in has not changed for long. Nothing is taken from the open pack.
        private boolean isOld(BlobId id, Placement at) throws IOException {
            Path file =
                    switch (at) {
                        case Placement.InPack in -> layout.pack(in.pack());
                        case Placement.LargeFile one -> layout.large(id, one.generation());
                    };
            boolean open = at instanceof Placement.InPack in && in.pack() >= writer.sealedBelow();
            return !open && !Files.getLastModifiedTime(file).toInstant().isAfter(plan.before());
        }

        private void small(BlobId id, Placement.InPack at, BlockSource source) throws IOException {
            boolean fits = at.length() <= Training.SMALL;
            TunedEncoder encoder = fits && withDictionary != null ? withDictionary : plain;
            RecordHeader header = source.header();
            pace.took(at.storedBytes());
            if (isTuned(source.form(0), encoder)) {
                return;
            }
            Block block = source.read(0);
            bytes += block.length();
            int frame = encoder.encode(block, 0);
            long stored = RecordHeader.padded(RecordHeader.BYTES + frame);
            if (stored > at.storedBytes() * (1 - plan.share())) {
                return;
            }
            RecordHeader copy = new RecordHeader(id, header.length(), frame, header.blockSize(), 0);
            byte[] record = encoder.frame();
            copy.write(record, 0);
            if (isProven(copy, record)) {
                pace.took(stored);
                copied.add(new Copied(id, at, writer.append(id, record, frame, at.length(), at)));
                settleIfMany();
            }
        }

        private boolean isTuned(BlockForm form, TunedEncoder encoder) {
            boolean better = form.tuned().dictionary() == 0 && encoder.dictionary() != 0;
            return form.tuned().level() >= plan.level() && !better;
        }

        /// Decodes the copy as a reader will.
        private boolean isProven(RecordHeader header, byte[] record) throws IOException {
            try (BlockSource copy =
                    new RecordBytes(header, record, 0, "a recompressed copy", dictionaries)) {
                return identity.holds(header, copy);
            }
        }

        private void large(BlobId id, Placement.LargeFile at, BlockSource source)
                throws IOException {
            if (isTuned(source.form(0), plain) || !isWorthIt(source)) {
                return;
            }
            PacedSource paced = new PacedSource(source, pace);
            Optional<Placement.LargeFile> copy = large.copy(id, at, paced, plain, plan.share());
            bytes += at.length();
            if (copy.isPresent()) {
                copied.add(new Copied(id, at, copy.get()));
                settle();
            }
        }

        /// Four blocks tell of all.
        private boolean isWorthIt(BlockSource source) throws IOException {
            RecordHeader header = source.header();
            long blocks = header.blocks();
            long stored = 0;
            long would = 0;
            for (int quarter = 0; quarter < 4; quarter++) {
                Block block = source.read(blocks * quarter / 4);
                pace.took(block.length());
                stored += Math.max(1, header.storedLength() / blocks);
                would += plain.compressedLength(block);
            }
            return would <= stored * (1 - plan.share());
        }

        private void settleIfMany() {
            if (copied.size() >= AT_ONCE) {
                settle();
            }
        }

        /// Makes copies durable and findable.
        private void settle() {
            if (copied.isEmpty()) {
                return;
            }
            sync.run();
            for (Copied copy : copied) {
                if (placements.find(copy.id()).equals(Optional.of(copy.to()))) {
                    moved++;
                    saved += copy.from().storedBytes() - copy.to().storedBytes();
                }
            }
            copied.clear();
        }

        private void closeDictionary() {
            if (withDictionary != null) {
                withDictionary.close();
                withDictionary = null;
            }
        }

        @Override
        public void close() {
            plain.close();
            closeDictionary();
        }
    }
}
