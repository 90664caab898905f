/// Where the bytes are: small blobs in packs, large ones in files of their own, both in checked
/// blocks, found through a placement index that can be rebuilt from them. The byte table is
/// FORMAT.md beside this file. Start reading at [dev.varve.log.blob.LocalBlobStore].
@NullMarked
package dev.varve.log.blob;

import org.jspecify.annotations.NullMarked;
