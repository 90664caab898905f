/// Sends a server what no client should, and holds it to what it promises all the same. Start reading
/// at [FuzzRun].
@NullMarked
package dev.varve.tools.fuzz;

import org.jspecify.annotations.NullMarked;
