/// Clients that others wrote, unmodified, against a server over real sockets.
@NullMarked
package dev.varve.server.clients;

import org.jspecify.annotations.NullMarked;
