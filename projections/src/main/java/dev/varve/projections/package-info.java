/// Folds journals into views: the seams of a view's store, and the projector that drives a fold.
@NullMarked
package dev.varve.projections;

import org.jspecify.annotations.NullMarked;
