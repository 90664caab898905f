@NullMarked
package dev.varve.log.disk;

import org.jspecify.annotations.NullMarked;
