/// What follows the journal or comes back from time to time, beside requests: one harness for all of
/// it, so that each can be seen, paused, resumed and replayed in the same way.
@NullMarked
package dev.varve.server.consumers;

import org.jspecify.annotations.NullMarked;
