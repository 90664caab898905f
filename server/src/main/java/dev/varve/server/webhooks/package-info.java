/// Tells others of changes: what a change is called, who is told of it, what a delivery says, and the
/// engine that delivers at least once, in the order of each key.
@NullMarked
package dev.varve.server.webhooks;

import org.jspecify.annotations.NullMarked;
