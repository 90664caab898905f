@NullMarked
package dev.varve.log.journal;

import org.jspecify.annotations.NullMarked;
