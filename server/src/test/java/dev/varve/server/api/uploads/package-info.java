@NullMarked
package dev.varve.server.api.uploads;

import org.jspecify.annotations.NullMarked;
