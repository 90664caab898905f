/// Snapshots: signed files of all rows of a view at a cut, from which a view can be made again without
/// the journal before it. The byte table is FORMAT.md.
@NullMarked
package dev.varve.projections.snapshot;

import org.jspecify.annotations.NullMarked;
