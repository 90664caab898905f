/// The native JSON API under `/v1`: a table of endpoints that describe themselves, one class for each
/// resource, over the one door of the store.
@NullMarked
package dev.varve.server.api;

import org.jspecify.annotations.NullMarked;
