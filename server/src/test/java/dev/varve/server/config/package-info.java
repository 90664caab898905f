@NullMarked
package dev.varve.server.config;

import org.jspecify.annotations.NullMarked;
