/// The audit view: where in the journal something is told of a bucket, a key, an actor or an access key.
/// What is told is in the journal alone.
@NullMarked
package dev.varve.projections.audit;

import org.jspecify.annotations.NullMarked;
