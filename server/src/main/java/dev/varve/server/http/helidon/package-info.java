/// Helidon's HTTP/1.1 and HTTP/2 engines behind the seam of `http`. The engines parse and frame; this
/// room owns the sockets, so that it alone decides who may connect, how long anybody is waited for,
/// how much is held in memory, and when a connection ends. Nothing else knows Helidon.
///
/// Start reading at [dev.varve.server.http.helidon.Connection#run] and
/// [dev.varve.server.http.helidon.Exchange#run].
@NullMarked
package dev.varve.server.http.helidon;

import org.jspecify.annotations.NullMarked;
