@NullMarked
package dev.varve.server.access;

import org.jspecify.annotations.NullMarked;
