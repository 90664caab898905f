@NullMarked
package dev.varve.tools.fuzz;

import org.jspecify.annotations.NullMarked;
