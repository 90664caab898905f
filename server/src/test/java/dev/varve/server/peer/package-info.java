@NullMarked
package dev.varve.server.peer;

import org.jspecify.annotations.NullMarked;
