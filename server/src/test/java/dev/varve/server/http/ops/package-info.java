@NullMarked
package dev.varve.server.http.ops;

import org.jspecify.annotations.NullMarked;
