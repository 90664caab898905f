/// The journal as a stream of changes that anybody with rights to them can follow: read on demand, never
/// kept for anyone.
@NullMarked
package dev.varve.server.feed;

import org.jspecify.annotations.NullMarked;
