@NullMarked
package dev.varve.server.sql;

import org.jspecify.annotations.NullMarked;
