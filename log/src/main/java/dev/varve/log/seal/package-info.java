/// Gives events their place: envelope, commitment, link in the hash chain, signed checkpoints.
/// What every journal shares whatever it writes to.
@NullMarked
package dev.varve.log.seal;

import org.jspecify.annotations.NullMarked;
