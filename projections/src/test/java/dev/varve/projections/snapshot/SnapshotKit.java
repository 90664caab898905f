package dev.varve.projections.snapshot;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Cut;
import dev.varve.log.Disk;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.log.seal.Journals;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewDigest;
import dev.varve.projections.ViewReader;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.Story;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;

/// Views and snapshots of them for tests.
final class SnapshotKit {
    static final JournalIdentity OWNER = Journals.IDENTITY;
    static final IntFunction<Optional<Bytes>> KEYS =
            id -> id == 7 ? Optional.of(Journals.KEYS.publicKey()) : Optional.empty();

    private SnapshotKit() {}

    static Snapshots in(Path directory, Disk disk) {
        return new Snapshots(directory, OWNER, KEYS, disk);
    }

    static SnapshotHeader header(Cut cut) {
        return new SnapshotHeader(
                OWNER.cluster(),
                OWNER.origin(),
                cut,
                new Hash256(5, 6, 7, 8),
                Optional.of(
                        new SignedRoot(
                                new Position(9),
                                new Hash256(1, 2, 3, 4),
                                7,
                                Journals.SIGNER.sign(new Hash256(1, 2, 3, 4)))),
                Instant.parse("2026-05-01T10:00:00.123456789Z"),
                "varve test",
                7,
                Journals.SIGNER.publicKey());
    }

    /// Takes a snapshot of all that a view holds.
    static SnapshotSummary take(Snapshots snapshots, ViewStore view) {
        try (ViewSnapshot state = view.snapshot()) {
            return snapshots.write(
                    header(state.cut()), state, Journals.SIGNER, Snapshots.Watcher.NONE);
        }
    }

    /// Rows in every table, the same for the same seed, at a cut of this owner.
    static void fill(ViewStore view, int rows, long seed) {
        fill(view, rows, seed, Table.values());
    }

    static void fill(ViewStore view, int rows, long seed, Table... tables) {
        Random random = new Random(seed);
        try (ViewChanges changes = view.change()) {
            for (Table table : tables) {
                for (int i = 0; i < rows; i++) {
                    byte[] value = new byte[random.nextInt(200)];
                    random.nextBytes(value);
                    changes.put(table, ByteBuffer.allocate(8).putInt(i).putInt(7).array(), value);
                }
            }
            BlobId orphan = Story.blob(5);
            changes.put(Table.ORPHANS, orphan.hash().bytes(), new byte[0]);
            view.commit(changes, Cut.of(OWNER.origin(), new Position(rows + 10L)));
        }
    }

    static Hash256 digest(ViewStore view) {
        try (ViewSnapshot state = view.snapshot()) {
            return ViewDigest.of(state);
        }
    }

    /// Every row of every table, those outside the digest too.
    static List<String> rows(ViewStore view) {
        try (ViewSnapshot state = view.snapshot()) {
            List<String> all = new ArrayList<>();
            for (Table table : Table.values()) {
                add(state, table, all);
            }
            return all;
        }
    }

    private static void add(ViewReader state, Table table, List<String> all) {
        HexFormat hex = HexFormat.of();
        try (RowCursor cursor = state.scan(table)) {
            for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                all.add(
                        table
                                + " "
                                + hex.formatHex(cursor.key())
                                + " "
                                + hex.formatHex(cursor.value()));
            }
        }
    }
}
