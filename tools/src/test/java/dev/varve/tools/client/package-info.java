@NullMarked
package dev.varve.tools.client;

import org.jspecify.annotations.NullMarked;
