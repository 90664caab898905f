/// The disk under journal and blobs: what must be forced, renamed and allocated goes through here.
@NullMarked
package dev.varve.log.disk;

import org.jspecify.annotations.NullMarked;
