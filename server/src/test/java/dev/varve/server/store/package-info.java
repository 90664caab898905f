@NullMarked
package dev.varve.server.store;

import org.jspecify.annotations.NullMarked;
