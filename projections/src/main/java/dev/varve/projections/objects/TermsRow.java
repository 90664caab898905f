package dev.varve.projections.objects;

import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.TermsCodec;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.Upload.Resumption;
import org.jspecify.annotations.Nullable;

/// What is known of uploads that resume beside all that S3's have, as row values.
final class TermsRow {
    private TermsRow() {}

    static byte[] bytes(Resumption resumption) {
        return Rows.write(out -> {
            out.varint(resumption.opened().value());
            TermsCodec.write(out, resumption.terms());
        });
    }

    /// @param row of the upload, whose terms have the same key
    static @Nullable Resumption find(ViewReader rows, byte[] row) {
        byte[] value = rows.get(Table.UPLOAD_TERMS, row);
        return value == null ? null : Rows.read(Table.UPLOAD_TERMS, value, TermsRow::read);
    }

    private static Resumption read(ByteReader in) {
        Position opened = new Position(in.varint());
        return new Resumption(TermsCodec.read(in), opened);
    }
}
