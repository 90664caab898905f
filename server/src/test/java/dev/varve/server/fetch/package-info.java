@NullMarked
package dev.varve.server.fetch;

import org.jspecify.annotations.NullMarked;
