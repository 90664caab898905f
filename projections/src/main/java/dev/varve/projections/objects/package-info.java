/// The object view: buckets, versions, listings, uploads, blob references and due times, as rows
/// folded from events.
@NullMarked
package dev.varve.projections.objects;

import org.jspecify.annotations.NullMarked;
