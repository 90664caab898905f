/// The audit view of an open store, filled beside the writer.
@NullMarked
package dev.varve.server.audit;

import org.jspecify.annotations.NullMarked;
