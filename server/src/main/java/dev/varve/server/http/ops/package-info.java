/// What operators see: health, metrics, the access log. Knows requests only by the words of `http`.
@NullMarked
package dev.varve.server.http.ops;

import org.jspecify.annotations.NullMarked;
