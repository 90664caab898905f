@NullMarked
package dev.varve.server.feed;

import org.jspecify.annotations.NullMarked;
