@NullMarked
package dev.varve.tools.sync;

import org.jspecify.annotations.NullMarked;
