package dev.varve.log.blob;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.util.Set;

/// Proves that stored bytes are the content their id names.
final class Identity {
    private final DomainKeys keys;

    Identity(DomainKeys keys) {
        this.keys = keys;
    }

    /// Whether the id can be checked at all: a private domain needs its key.
    boolean canProve(BlobId id) {
        return id.domain() == BlobId.SHARED_DOMAIN || keys.key(id.domain()).isPresent();
    }

    /// Reads every block; false only when the id can be checked and is another one.
    ///
    /// @throws StoreException.Corrupt when a block is damaged
    boolean matches(RecordHeader header, BlockSource source) throws IOException {
        if (canProve(header.id())) {
            return holds(header, source);
        }
        for (long number = 0; number < header.blocks(); number++) {
            source.read(number);
        }
        return true;
    }

    /// Reads every block and hashes them.
    ///
    /// @throws StoreException.Corrupt when a block is damaged
    boolean holds(RecordHeader header, BlockSource source) throws IOException {
        DigestSet digests = DigestSet.of(header.id().domain(), keys, Set.of());
        for (long number = 0; number < header.blocks(); number++) {
            Block block = source.read(number);
            digests.update(block.bytes(), block.offset(), block.length());
        }
        return digests.finish().id().equals(header.id());
    }
}
