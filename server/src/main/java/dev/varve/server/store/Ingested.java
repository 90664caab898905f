package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.PinnedBlob;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A body that is stored and pinned, and waits for the event that names it.
///
/// @param blob null for an empty body
record Ingested(Content content, Map<DigestAlgorithm, Bytes> digests, @Nullable PinnedBlob blob)
        implements Pins {

    ETag etag() {
        return new ETag(digest(DigestAlgorithm.MD5).toString());
    }

    Bytes sha256() {
        return digest(DigestAlgorithm.SHA256);
    }

    List<Checksum> checksums(Set<DigestAlgorithm> kept) {
        return kept.stream()
                .filter(algorithm -> algorithm != DigestAlgorithm.MD5)
                .sorted()
                .map(algorithm -> Checksum.full(algorithm, digest(algorithm)))
                .toList();
    }

    private Bytes digest(DigestAlgorithm algorithm) {
        Bytes digest = digests.get(algorithm);
        if (digest == null) {
            throw new IllegalStateException(algorithm + " was not computed");
        }
        return digest;
    }

    @Override
    public List<BlobId> blobs() {
        return content.blobs();
    }

    @Override
    public void close() {
        if (blob != null) {
            blob.close();
        }
    }
}
