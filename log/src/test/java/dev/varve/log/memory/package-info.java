@NullMarked
package dev.varve.log.memory;

import org.jspecify.annotations.NullMarked;
