/// What is known of the other members of a cluster, and what can be asked of them.
@NullMarked
package dev.varve.server.cluster;

import org.jspecify.annotations.NullMarked;
