/// Trees of files and trees of objects, made the same: read in step, both in the order of their keys, so
/// that no more than a few of them are in memory, and compared, copied and deleted one by one.
@NullMarked
package dev.varve.tools.sync;

import org.jspecify.annotations.NullMarked;
