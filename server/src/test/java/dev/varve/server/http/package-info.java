@NullMarked
package dev.varve.server.http;

import org.jspecify.annotations.NullMarked;
