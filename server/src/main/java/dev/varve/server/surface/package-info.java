/// What all surfaces over the store have in common: headers of HTTP, bytes on their way out, and what
/// clients are told of failures.
@NullMarked
package dev.varve.server.surface;

import org.jspecify.annotations.NullMarked;
