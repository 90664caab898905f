/// The one door for reads and writes, and the single writer behind it.
@NullMarked
package dev.varve.server.store;

import org.jspecify.annotations.NullMarked;
