@NullMarked
package dev.varve.server.auth;

import org.jspecify.annotations.NullMarked;
