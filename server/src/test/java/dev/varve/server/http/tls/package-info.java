@NullMarked
package dev.varve.server.http.tls;

import org.jspecify.annotations.NullMarked;
