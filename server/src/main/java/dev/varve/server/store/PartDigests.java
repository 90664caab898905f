package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.blob.DigestSet;
import dev.varve.log.blob.DomainKeys;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The digests of bytes that are read, not stored.
record PartDigests(ETag etag, List<Checksum> checksums) {
    private static final int BUFFER = 256 * 1024;

    static PartDigests of(InputStream bytes, Set<DigestAlgorithm> kept) throws IOException {
        EnumSet<DigestAlgorithm> all = EnumSet.of(DigestAlgorithm.MD5);
        all.addAll(kept);
        DigestSet digests = DigestSet.of(BlobId.SHARED_DOMAIN, DomainKeys.NONE, all);
        byte[] buffer = new byte[BUFFER];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            digests.update(buffer, 0, read);
        }
        Map<DigestAlgorithm, Bytes> values = digests.finish().digests();
        List<Checksum> checksums =
                kept.stream()
                        .sorted()
                        .map(each -> Checksum.full(each, values.getOrDefault(each, Bytes.EMPTY)))
                        .toList();
        Bytes md5 = values.getOrDefault(DigestAlgorithm.MD5, Bytes.EMPTY);
        return new PartDigests(new ETag(md5.toString()), checksums);
    }
}
