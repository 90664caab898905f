@NullMarked
package dev.varve.projections.sql;

import org.jspecify.annotations.NullMarked;
