@NullMarked
package dev.varve.log.codec;

import org.jspecify.annotations.NullMarked;
