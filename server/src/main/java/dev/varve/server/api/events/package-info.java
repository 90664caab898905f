/// The event feed, cursors on it, and the audit trail.
@NullMarked
package dev.varve.server.api.events;

import org.jspecify.annotations.NullMarked;
