@NullMarked
package dev.varve.projections.objects;

import org.jspecify.annotations.NullMarked;
