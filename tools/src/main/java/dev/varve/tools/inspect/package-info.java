/// Looks into a data directory that no store has open: verifies, dumps, rebuilds, scrubs.
@NullMarked
package dev.varve.tools.inspect;

import org.jspecify.annotations.NullMarked;
