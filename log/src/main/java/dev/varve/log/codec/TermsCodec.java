package dev.varve.log.codec;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.ETag;
import dev.varve.log.UploadTerms;
import java.util.ArrayList;
import java.util.List;

/// The terms of an upload that resumes. Views store the same bytes in their rows.
public final class TermsCodec {
    private TermsCodec() {}

    public static void write(ByteWriter out, UploadTerms terms) {
        out.u8(terms.kind().tag()).sized(terms.nonce());
        out.zigzag(terms.size()).varint(terms.chunkBytes());
        writeTags(out, terms.ifMatch());
        writeTags(out, terms.ifNoneMatch());
        ContentCodec.writeChecksums(out, terms.digests());
        MapCodec.write(out, terms.notes());
    }

    public static UploadTerms read(ByteReader in) {
        UploadTerms.Kind kind = UploadTerms.Kind.ofTag(in.u8());
        Bytes nonce = in.sizedBytes();
        long size = in.zigzag();
        long chunkBytes = in.varint();
        List<ETag> match = readTags(in);
        List<ETag> noneMatch = readTags(in);
        List<Checksum> digests = ContentCodec.readChecksums(in);
        return new UploadTerms(
                kind, nonce, size, chunkBytes, match, noneMatch, digests, MapCodec.read(in));
    }

    private static void writeTags(ByteWriter out, List<ETag> tags) {
        out.varint(tags.size());
        tags.forEach(tag -> ETagCodec.write(out, tag));
    }

    private static List<ETag> readTags(ByteReader in) {
        List<ETag> tags = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            tags.add(ETagCodec.read(in));
        }
        return tags;
    }
}
