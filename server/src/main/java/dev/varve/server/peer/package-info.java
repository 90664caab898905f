/// Replication over HTTP: what members of a cluster ask each other for, and what they do with it.
@NullMarked
package dev.varve.server.peer;

import org.jspecify.annotations.NullMarked;
