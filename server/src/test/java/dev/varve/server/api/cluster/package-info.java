@NullMarked
package dev.varve.server.api.cluster;

import org.jspecify.annotations.NullMarked;
