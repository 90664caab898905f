/// `/v1/cluster`: who belongs to the cluster, and how its members get on.
@NullMarked
package dev.varve.server.api.cluster;

import org.jspecify.annotations.NullMarked;
