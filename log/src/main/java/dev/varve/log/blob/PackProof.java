package dev.varve.log.blob;

import dev.varve.log.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// After an unclean stop, what an unsealed pack holds beyond the index is not trusted in place: what
/// proves itself is copied to a new pack, and only that is relied on.
final class PackProof {
    private final BlobOptions options;
    private final Disk disk;
    private final PackRecovery recovery;
    private final DamagedPacks damaged;

    PackProof(BlobOptions options, Disk disk, PackRecovery recovery, DamagedPacks damaged) {
        this.options = options;
        this.disk = disk;
        this.recovery = recovery;
        this.damaged = damaged;
    }

    /// Gives whether a pack `number` was made.
    boolean prove(int pack, int number) throws IOException {
        long from = recovery.begin(pack);
        if (from < 0) {
            return false;
        }
        Copy copy = new Copy(pack, number);
        PackScanner.Outcome outcome = copy.run(from);
        if (copy.found && from == PackFormat.HEADER_BYTES) {
            recovery.checkHeader(pack);
        }
        OpenPack made = copy.target;
        if (made != null) {
            publish(made);
        }
        if (damaged.examine(pack, outcome)) {
            setAside(pack);
        } else if (from == PackFormat.HEADER_BYTES) {
            disk.delete(recovery.layout().pack(pack));
            recovery.forget(pack);
        } else {
            cut(pack, from);
            setAside(pack);
        }
        return made != null;
    }

    private void publish(OpenPack made) throws IOException {
        made.close(true);
        Path target = recovery.layout().pack(made.number());
        disk.move(made.path(), target);
        disk.forceDirectory(recovery.layout().packs());
        recovery.readInPlace(made.number());
    }

    private void setAside(int pack) throws IOException {
        recovery.placements().register(List.of(), Map.of(pack, recovery.size(pack)));
    }

    /// Seals the trusted part. Everything readable behind it is in the new pack by now; where
    /// something was damaged, the pack stays as it is instead.
    private void cut(int pack, long end) throws IOException {
        Path path = recovery.layout().pack(pack);
        byte[] seal = PackFormat.mark(pack, end, end, true);
        disk.beforeWrite(path, seal.length);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(end);
            file.seek(end);
            file.write(seal);
            disk.force(path, file.getChannel());
        }
    }

    private final class Copy implements PackScanner.Visitor {
        private final int pack;
        private final int number;
        private @Nullable OpenPack target;
        private boolean found;

        Copy(int pack, int number) {
            this.pack = pack;
            this.number = number;
        }

        PackScanner.Outcome run(long from) throws IOException {
            boolean whole = false;
            try {
                PackScanner.Outcome outcome = recovery.scan(pack, from, this);
                whole = true;
                return outcome;
            } finally {
                if (!whole && target != null) {
                    target.abandon();
                }
            }
        }

        @Override
        public void record(
                RecordHeader header, long at, byte[] bytes, int offset, boolean behindDamage)
                throws IOException {
            found = true;
            if (recovery.placements().findIntact(header.id()).isPresent()) {
                return;
            }
            if (!recovery.isProven(pack, header, bytes, offset, behindDamage)) {
                return;
            }
            OpenPack to = target == null ? create() : target;
            target = to;
            int end = offset + (int) header.paddedBytes();
            to.appendRecord(Arrays.copyOfRange(bytes, offset, end), end - offset);
        }

        private OpenPack create() throws IOException {
            Path path = recovery.layout().temporary().resolve("proven-" + number);
            return OpenPack.create(number, path, disk, options.preallocation());
        }
    }
}
