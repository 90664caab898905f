package dev.varve.projections.objects;

import dev.varve.log.Event.PartPut;
import dev.varve.log.Event.UploadCreated;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import java.util.ArrayList;
import java.util.List;

/// Opens uploads, replaces their parts, and ends them.
final class UploadFold {
    private final Folding folding;

    UploadFold(Folding folding) {
        this.folding = folding;
    }

    void create(UploadCreated event) {
        UploadId id = new UploadId(folding.stamp());
        Upload upload =
                new Upload(
                        event.bucket(),
                        event.key(),
                        id,
                        event.owner(),
                        folding.wall(),
                        event.attributes(),
                        event.checksum(),
                        event.compositeChecksum());
        byte[] row = RowKeys.upload(event.bucket(), event.key(), id);
        folding.rows().put(Table.UPLOADS, row, UploadRow.bytes(upload));
    }

    void put(PartPut event) {
        byte[] upload = RowKeys.upload(event.bucket(), event.key(), event.upload());
        if (folding.rows().get(Table.UPLOADS, upload) == null) {
            return;
        }
        byte[] row = RowKeys.part(event.upload(), event.number());
        Part part =
                new Part(
                        event.number(),
                        event.content(),
                        event.etag(),
                        event.checksums(),
                        folding.wall(),
                        folding.position());
        byte[] old = folding.rows().get(Table.PARTS, row);
        // First added, so that bytes both have are never orphans in between.
        folding.references().add(part.content());
        folding.part(1, part);
        if (old != null) {
            forget(PartRow.read(row, old));
        }
        folding.rows().put(Table.PARTS, row, PartRow.bytes(part));
    }

    void end(ObjectKey key, UploadId upload) {
        for (byte[] row : partRows(upload)) {
            byte[] value = folding.rows().get(Table.PARTS, row);
            if (value != null) {
                forget(PartRow.read(row, value));
            }
            folding.rows().delete(Table.PARTS, row);
        }
        folding.rows().delete(Table.UPLOADS, RowKeys.upload(folding.bucket(), key, upload));
    }

    private List<byte[]> partRows(UploadId upload) {
        List<byte[]> found = new ArrayList<>();
        byte[] prefix = RowKeys.parts(upload);
        try (RowCursor cursor = folding.rows().scan(Table.PARTS)) {
            boolean on = cursor.seek(prefix);
            while (on && RowKeys.startsWith(cursor.key(), prefix)) {
                found.add(cursor.key());
                on = cursor.next();
            }
        }
        return found;
    }

    private void forget(Part part) {
        folding.references().drop(part.content());
        folding.part(-1, part);
    }
}
