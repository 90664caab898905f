package dev.varve.server.api.objects;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.Content;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectState;
import dev.varve.log.Slice;
import java.util.List;
import java.util.Optional;

/// What is known of an object's bytes as a whole.
final class Digests {
    private static final Bytes OF_NOTHING =
            Bytes.hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    private Digests() {}

    /// Known where it was kept, and where the object is one blob that is named by it: not of objects
    /// that were uploaded in parts, nor in a private dedup domain unless the client said it.
    static Optional<Bytes> sha256(ObjectState state) {
        return kept(state.checksums(), DigestAlgorithm.SHA256).or(() -> ofBlob(state));
    }

    private static Optional<Bytes> ofBlob(ObjectState state) {
        if (state.size() == 0) {
            return Optional.of(OF_NOTHING);
        }
        if (state.partCount() > 0
                || !(state.content() instanceof Content.Inline(List<Slice> all))) {
            return Optional.empty();
        }
        Slice first = all.getFirst();
        boolean whole =
                all.size() == 1
                        && first.offset() == 0
                        && first.blob().algorithm() == BlobId.Algorithm.SHA_256;
        return whole ? Optional.of(Bytes.of(first.blob().hash().bytes())) : Optional.empty();
    }

    /// Kept with what this API stores.
    static Optional<Bytes> xxh3(List<Checksum> checksums) {
        return kept(checksums, DigestAlgorithm.XXH3);
    }

    private static Optional<Bytes> kept(List<Checksum> checksums, DigestAlgorithm algorithm) {
        return checksums.stream()
                .filter(each -> each.algorithm() == algorithm && each.parts() == 0)
                .map(Checksum::value)
                .findFirst();
    }
}
