/// The words of the store: events, positions, blobs, and the two seams everything rests on,
/// [dev.varve.log.Journal] and [dev.varve.log.BlobStore].
@NullMarked
package dev.varve.log;

import org.jspecify.annotations.NullMarked;
