/// The tables of SQL of a server: kept up by a consumer, read by operators.
@NullMarked
package dev.varve.server.sql;

import org.jspecify.annotations.NullMarked;
