@NullMarked
package dev.varve.server.http.helidon;

import org.jspecify.annotations.NullMarked;
