@NullMarked
package dev.varve.projections.memory;

import org.jspecify.annotations.NullMarked;
