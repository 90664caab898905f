/// Fetches what other servers have, for people who name an address that this server must not reach for
/// them: every name is resolved once, every address is checked, and that very address is connected to.
@NullMarked
package dev.varve.server.fetch;

import org.jspecify.annotations.NullMarked;
