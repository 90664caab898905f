@NullMarked
package dev.varve.replication;

import org.jspecify.annotations.NullMarked;
