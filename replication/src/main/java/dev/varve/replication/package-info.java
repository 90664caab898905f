/// Copies of the log on other nodes: cluster layout, peers and roles.
@NullMarked
package dev.varve.replication;

import org.jspecify.annotations.NullMarked;
