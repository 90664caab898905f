/// The follower's side: what is asked of a peer, what is believed of its answer, and what comes next.
@NullMarked
package dev.varve.replication.follow;

import org.jspecify.annotations.NullMarked;
