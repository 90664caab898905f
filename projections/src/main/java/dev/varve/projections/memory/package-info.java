/// A view store on the heap: a real one, for tests, simulation and small embedded stores.
@NullMarked
package dev.varve.projections.memory;

import org.jspecify.annotations.NullMarked;
