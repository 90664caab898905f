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
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.objects.Upload.Resumption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
            Resumption sized =
                    new Resumption(
                            found.terms().withSize(Math.max(found.terms().size(), event.size())),
                            found.opened());
            folding.rows().put(Table.UPLOAD_TERMS, row, TermsRow.bytes(sized));
        }
    }

    /// Of two parts with one number the later one counts, and none that is older than a merge counts
    /// beside what that made. Parts of an upload that has ended are nothing any more.
    void put(PartPut event) {
        byte[] upload = RowKeys.upload(event.bucket(), event.key(), event.upload());
        if (folding.rows().get(Table.UPLOADS, upload) == null) {
            return;
        }
        PartRow old = find(event.upload(), event.number());
        boolean late = folding.mayBeLate();
        if (late && (isAfter(old) || isMerged(event.upload(), upload, event.number()))) {
            return;
        }
        Part part = part(event.number(), event.content(), event.etag(), event.checksums());
        Stamp merged = old == null ? null : old.merged();
        replace(
                event.upload(),
                old == null ? List.of() : List.of(old),
                new PartRow(part, folding.stamp(), merged));
    }

    void merge(PartsMerged event) {
        byte[] upload = RowKeys.upload(event.bucket(), event.key(), event.upload());
        if (folding.rows().get(Table.UPLOADS, upload) == null) {
            return;
        }
        boolean late = folding.mayBeLate();
        if (late && isMerged(event.upload(), upload, event.first())) {
            return;
        }
        List<PartRow> old = partsFrom(event.upload(), event.first());
        old.stream().filter(this::isAfter).forEach(row -> unmerge(event.upload(), row));
        old.removeIf(this::isAfter);
        PartRow first = find(event.upload(), event.first());
        if (first != null && isAfter(first)) {
            drop(event.upload(), old);
            put(event.upload(), first.mergedAlso(folding.stamp()));
            return;
        }
        Part part = part(event.first(), event.content(), event.etag(), event.checksums());
        replace(event.upload(), old, new PartRow(part, folding.stamp(), folding.stamp()));
    }

    /// An earlier merge from a later number on adds nothing to this one.
    private void unmerge(UploadId upload, PartRow later) {
        Stamp merged = later.merged();
        if (merged != null && merged.compareTo(folding.stamp()) < 0) {
            put(upload, new PartRow(later.part(), later.stamp(), null));
        }
    }

    private boolean isAfter(@Nullable PartRow row) {
        return row != null && row.stamp().compareTo(folding.stamp()) > 0;
    }

    /// Whether a later event made one part of all from a number on that is not greater. Only uploads
    /// that resume have such.
    private boolean isMerged(UploadId upload, byte[] row, int number) {
        if (folding.rows().get(Table.UPLOAD_TERMS, row) == null) {
            return false;
        }
        return partsFrom(upload, 0).stream()
                .filter(part -> part.number() <= number)
                .map(PartRow::merged)
                .anyMatch(merged -> merged != null && merged.compareTo(folding.stamp()) > 0);
    }

    private Part part(int number, Content content, ETag etag, List<Checksum> checksums) {
        return new Part(number, content, etag, checksums, folding.wall(), folding.position());
    }

    private void replace(UploadId upload, List<PartRow> old, PartRow now) {
        // First added, so that bytes both have are never orphans in between.
        folding.references().add(now.part().content());
        folding.part(1, now.part());
        drop(upload, old);
        put(upload, now);
    }

    private void put(UploadId upload, PartRow row) {
        folding.rows().put(Table.PARTS, RowKeys.part(upload, row.number()), row.bytes());
    }

    private @Nullable PartRow find(UploadId upload, int number) {
        byte[] row = RowKeys.part(upload, number);
        byte[] value = folding.rows().get(Table.PARTS, row);
        return value == null ? null : PartRow.read(row, value);
    }

    void end(ObjectKey key, UploadId upload) {
        drop(upload, partsFrom(upload, 0));
        byte[] row = RowKeys.upload(folding.bucket(), key, upload);
        if (folding.rows().get(Table.UPLOADS, row) != null) {
            folding.rows().delete(Table.UPLOADS, row);
        }
        if (folding.rows().get(Table.UPLOAD_TERMS, row) != null) {
            folding.rows().delete(Table.UPLOAD_TERMS, row);
        }
    }

    private List<PartRow> partsFrom(UploadId upload, int number) {
        List<PartRow> found = new ArrayList<>();
        byte[] prefix = RowKeys.parts(upload);
        try (RowCursor cursor = folding.rows().scan(Table.PARTS)) {
            boolean on = cursor.seek(RowKeys.part(upload, number));
            while (on && RowKeys.startsWith(cursor.key(), prefix)) {
                found.add(PartRow.read(cursor.key(), cursor.value()));
                on = cursor.next();
            }
        }
        return found;
    }

    private void drop(UploadId upload, List<PartRow> gone) {
        for (PartRow each : gone) {
            folding.references().drop(each.part().content());
            folding.part(-1, each.part());
            folding.rows().delete(Table.PARTS, RowKeys.part(upload, each.number()));
        }
    }
}
