/// Who is asking, and what they may do: signatures in, one [dev.varve.server.auth.Principal] out;
/// one place decides access for every surface.
@NullMarked
package dev.varve.server.auth;

import org.jspecify.annotations.NullMarked;
