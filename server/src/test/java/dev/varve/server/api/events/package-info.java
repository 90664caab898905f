@NullMarked
package dev.varve.server.api.events;

import org.jspecify.annotations.NullMarked;
