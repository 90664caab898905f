@NullMarked
package dev.varve.projections;

import org.jspecify.annotations.NullMarked;
