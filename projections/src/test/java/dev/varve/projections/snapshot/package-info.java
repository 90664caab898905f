@NullMarked
package dev.varve.projections.snapshot;

import org.jspecify.annotations.NullMarked;
