@NullMarked
package dev.varve.replication.ship;

import org.jspecify.annotations.NullMarked;
