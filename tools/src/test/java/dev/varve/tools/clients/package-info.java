/// Clients in other languages, each driven by a script in `tools/src/test/clients`.
@NullMarked
package dev.varve.tools.clients;

import org.jspecify.annotations.NullMarked;
