/// Journal and blobs in memory: real implementations, for tests and simulation.
@NullMarked
package dev.varve.log.memory;

import org.jspecify.annotations.NullMarked;
