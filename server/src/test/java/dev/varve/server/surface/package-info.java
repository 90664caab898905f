@NullMarked
package dev.varve.server.surface;

import org.jspecify.annotations.NullMarked;
