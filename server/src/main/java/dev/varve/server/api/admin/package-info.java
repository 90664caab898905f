/// What operators and clients ask of the server itself: what it is, what it holds, how it is configured,
/// and work on it that takes its time.
@NullMarked
package dev.varve.server.api.admin;

import org.jspecify.annotations.NullMarked;
