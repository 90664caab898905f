package dev.varve.log.blob;

import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import dev.varve.log.BlobId;
import dev.varve.log.Disk;
import dev.varve.log.Pace;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Trains dictionaries for small blobs, each on blobs of one dedup domain, so that none tells of
/// another one. Every fifth sample is kept out and decides whether the outcome is worth it.
final class Training {
    /// Blobs up to this length are compressed with a dictionary.
    static final int SMALL = 16 << 10;

    private static final int LEAST_SAMPLE = 64;
    private static final int SAMPLES = 4000;
    private static final int LEAST_SAMPLES = 50;
    private static final long SAMPLE_BYTES = 16L << 20;
    private static final int LOOKED_AT = 20_000;
    private static final int PAGE = 256;
    private static final int KEPT_OUT = 5;

    /// So much of the samples a dictionary may be.
    private static final int SHARE = 8;

    private final Placements placements;
    private final BlobReads reads;
    private final Dictionaries dictionaries;
    private final Disk disk;

    Training(Placements placements, BlobReads reads, Dictionaries dictionaries, Disk disk) {
        this.placements = placements;
        this.reads = reads;
        this.dictionaries = dictionaries;
        this.disk = disk;
    }

    /// The dictionary to use for a domain: a new one if it saves enough, else the one that is there.
    ///
    /// @param from a blob of the domain; ids are as good as random, so those behind it are a sample
    Optional<DictionaryFile> dictionary(BlobId from, int level, double share, Pace pace)
            throws IOException {
        Optional<DictionaryFile> known = dictionaries.newest(from.domain());
        if (dictionaries.of(from.domain()).size() >= Dictionaries.MOST) {
            return known;
        }
        List<byte[]> samples = samples(from, pace);
        byte @Nullable [] trained = train(samples);
        if (trained == null) {
            return known;
        }
        DictionaryFile made = DictionaryFile.of(from.domain(), 0, trained);
        long before = compressed(samples, level, known.orElse(null));
        long after = compressed(samples, level, made);
        return after <= before * (1 - share)
                ? Optional.of(dictionaries.add(from.domain(), trained, disk))
                : known;
    }

    private static byte @Nullable [] train(List<byte[]> samples) {
        long bytes = samples.stream().mapToLong(sample -> sample.length).sum();
        if (samples.size() < LEAST_SAMPLES) {
            return null;
        }
        int most = (int) Math.min(DictionaryFile.MAX_BYTES, Math.max(1024, bytes / SHARE));
        ZstdDictTrainer trainer = new ZstdDictTrainer((int) bytes, most);
        for (int i = 0; i < samples.size(); i++) {
            if (i % KEPT_OUT != 0) {
                trainer.addSample(samples.get(i));
            }
        }
        try {
            return trainer.trainSamples();
        } catch (ZstdException e) {
            return null; // nothing that the samples have in common
        }
    }

    private static long compressed(
            List<byte[]> samples, int level, @Nullable DictionaryFile dictionary) {
        try (TunedEncoder encoder = new TunedEncoder(level, dictionary)) {
            long sum = 0;
            for (int i = 0; i < samples.size(); i += KEPT_OUT) {
                byte[] sample = samples.get(i);
                sum += encoder.compressedLength(new Block(sample, 0, sample.length));
            }
            return sum;
        }
    }

    private List<byte[]> samples(BlobId from, Pace pace) throws IOException {
        List<byte[]> samples = new ArrayList<>();
        long bytes = 0;
        int looked = 0;
        List<BlobId> page = new ArrayList<>(List.of(from));
        while (!page.isEmpty() && looked < LOOKED_AT) {
            for (BlobId id : page) {
                looked++;
                byte[] sample = id.domain() == from.domain() ? sample(id) : null;
                if (sample != null) {
                    pace.took(sample.length);
                    samples.add(sample);
                    bytes += sample.length;
                }
                boolean enough = samples.size() >= SAMPLES || bytes >= SAMPLE_BYTES;
                if (enough || id.domain() != from.domain()) {
                    return samples;
                }
            }
            page = placements.index().page(page.getLast(), PAGE);
        }
        return samples;
    }

    private byte @Nullable [] sample(BlobId id) throws IOException {
        Optional<Placement> at = placements.findIntact(id);
        boolean fits =
                at.isPresent()
                        && at.get() instanceof Placement.InPack
                        && at.get().length() >= LEAST_SAMPLE
                        && at.get().length() <= SMALL;
        if (!fits) {
            return null;
        }
        try (BlockSource source = reads.source(id, at.get())) {
            Block block = source.read(0);
            return Arrays.copyOfRange(
                    block.bytes(), block.offset(), block.offset() + block.length());
        } catch (StoreException.Corrupt | java.nio.file.NoSuchFileException e) {
            return null; // for a scrub to tell of, or moved just now
        }
    }
}
