@NullMarked
package dev.varve.replication.follow;

import org.jspecify.annotations.NullMarked;
