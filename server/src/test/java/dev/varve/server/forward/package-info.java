@NullMarked
package dev.varve.server.forward;

import org.jspecify.annotations.NullMarked;
