/// The source side: what of the own journal goes to peers, in which form, and when.
@NullMarked
package dev.varve.replication.ship;

import org.jspecify.annotations.NullMarked;
