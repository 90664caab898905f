/// The journal on Chronicle Queue. Appends go through the queue; everything that is read is read
/// and checked by ourselves, because a queue reader stops silently at a damaged place.
@NullMarked
package dev.varve.log.journal;

import org.jspecify.annotations.NullMarked;
