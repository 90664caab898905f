@NullMarked
package dev.varve.log.blob;

import org.jspecify.annotations.NullMarked;
