/// Passes requests to the member of the cluster that decides them. The one it is passed to
/// authenticates and authorizes it as if the client had come there: nothing that the client sent is
/// changed.
@NullMarked
package dev.varve.server.forward;

import org.jspecify.annotations.NullMarked;
