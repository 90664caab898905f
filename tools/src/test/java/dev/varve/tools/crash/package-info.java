@NullMarked
package dev.varve.tools.crash;

import org.jspecify.annotations.NullMarked;
