@NullMarked
package dev.varve.tools.bench;

import org.jspecify.annotations.NullMarked;
