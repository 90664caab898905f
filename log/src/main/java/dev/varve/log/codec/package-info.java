/// Events, envelopes and records to bytes and back. The byte tables are in `FORMAT.md` beside this.
@NullMarked
package dev.varve.log.codec;

import org.jspecify.annotations.NullMarked;
