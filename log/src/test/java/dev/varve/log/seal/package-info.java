@NullMarked
package dev.varve.log.seal;

import org.jspecify.annotations.NullMarked;
