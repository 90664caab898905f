@NullMarked
package dev.varve.tools.inspect;

import org.jspecify.annotations.NullMarked;
