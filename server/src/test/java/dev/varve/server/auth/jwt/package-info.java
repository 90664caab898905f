@NullMarked
package dev.varve.server.auth.jwt;

import org.jspecify.annotations.NullMarked;
