package dev.varve.log.memory;

import dev.varve.log.BlobStore;
import dev.varve.log.blob.BlobStoreContract;

class MemoryBlobStoreTest extends BlobStoreContract {
    @Override
    protected BlobStore open() {
        return new MemoryBlobStore(KEYS);
    }
}
