package dev.varve.projections.objects;

import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Event.PartPut;
import dev.varve.log.Event.PartsMerged;
import dev.varve.log.Event.ResumableUploadCreated;
import dev.varve.log.Event.UploadCreated;
import dev.varve.log.Event.UploadSizeSet;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.objects.Upload.Resumption;
import java.util.ArrayList;
import java.util.List;

/// Opens uploads, replaces their parts, and ends them.
final class UploadFold {
    private final Folding folding;

    UploadFold(Folding folding) {
        this.folding = folding;
    }

    void create(UploadCreated event) {
        put(
                new Upload(
                        event.bucket(),
                        event.key(),
                        new UploadId(folding.stamp()),
                        event.owner(),
                        folding.wall(),
                        event.attributes(),
                        event.checksum(),
                        event.compositeChecksum()));
    }

    void create(ResumableUploadCreated event) {
        byte[] row =
                put(
                        new Upload(
                                event.bucket(),
                                event.key(),
                                new UploadId(folding.stamp()),
                                event.owner(),
                                folding.wall(),
                                event.attributes(),
                                null,
                                false));
        folding.rows()
                .put(
                        Table.UPLOAD_TERMS,
                        row,
                        TermsRow.bytes(new Resumption(event.terms(), folding.position())));
    }

    private byte[] put(Upload upload) {
        byte[] row = RowKeys.upload(upload.bucket(), upload.key(), upload.id());
        folding.rows().put(Table.UPLOADS, row, UploadRow.bytes(upload));
        return row;
    }

    void setSize(UploadSizeSet event) {
        byte[] row = RowKeys.upload(event.bucket(), event.key(), event.upload());
        Resumption found = TermsRow.find(folding.rows(), row);
        if (found != null) {
            Resumption sized = new Resumption(found.terms().withSize(event.size()), found.opened());
            folding.rows().put(Table.UPLOAD_TERMS, row, TermsRow.bytes(sized));
        }
    }

    void put(PartPut event) {
        byte[] upload = RowKeys.upload(event.bucket(), event.key(), event.upload());
        if (folding.rows().get(Table.UPLOADS, upload) == null) {
            return;
        }
        Part part = part(event.number(), event.content(), event.etag(), event.checksums());
        byte[] row = RowKeys.part(event.upload(), event.number());
        replace(folding.rows().get(Table.PARTS, row) == null ? List.of() : List.of(row), row, part);
    }

    void merge(PartsMerged event) {
        byte[] upload = RowKeys.upload(event.bucket(), event.key(), event.upload());
        if (folding.rows().get(Table.UPLOADS, upload) == null) {
            return;
        }
        Part part = part(event.first(), event.content(), event.etag(), event.checksums());
        byte[] row = RowKeys.part(event.upload(), event.first());
        replace(partRows(event.upload(), row), row, part);
    }

    private Part part(int number, Content content, ETag etag, List<Checksum> checksums) {
        return new Part(number, content, etag, checksums, folding.wall(), folding.position());
    }

    private void replace(List<byte[]> old, byte[] row, Part part) {
        // First added, so that bytes both have are never orphans in between.
        folding.references().add(part.content());
        folding.part(1, part);
        old.forEach(this::forget);
        folding.rows().put(Table.PARTS, row, PartRow.bytes(part));
    }

    void end(ObjectKey key, UploadId upload) {
        partRows(upload, RowKeys.parts(upload)).forEach(this::forget);
        byte[] row = RowKeys.upload(folding.bucket(), key, upload);
        folding.rows().delete(Table.UPLOADS, row);
        if (folding.rows().get(Table.UPLOAD_TERMS, row) != null) {
            folding.rows().delete(Table.UPLOAD_TERMS, row);
        }
    }

    private List<byte[]> partRows(UploadId upload, byte[] first) {
        List<byte[]> found = new ArrayList<>();
        byte[] prefix = RowKeys.parts(upload);
        try (RowCursor cursor = folding.rows().scan(Table.PARTS)) {
            boolean on = cursor.seek(first);
            while (on && RowKeys.startsWith(cursor.key(), prefix)) {
                found.add(cursor.key());
                on = cursor.next();
            }
        }
        return found;
    }

    private void forget(byte[] row) {
        byte[] value = folding.rows().get(Table.PARTS, row);
        if (value != null) {
            Part part = PartRow.read(row, value);
            folding.references().drop(part.content());
            folding.part(-1, part);
            folding.rows().delete(Table.PARTS, row);
        }
    }
}
