/// Views: folds over the events of the log, each stored with the position it is true at.
@NullMarked
package dev.varve.projections;

import org.jspecify.annotations.NullMarked;
