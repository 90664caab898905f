/// Uploads that resume: tus, and numbered chunks.
@NullMarked
package dev.varve.server.api.uploads;

import org.jspecify.annotations.NullMarked;
