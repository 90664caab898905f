@NullMarked
package dev.varve.server.consumers;

import org.jspecify.annotations.NullMarked;
