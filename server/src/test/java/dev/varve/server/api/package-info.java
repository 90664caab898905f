@NullMarked
package dev.varve.server.api;

import org.jspecify.annotations.NullMarked;
