/// Measures a store and writes down what came out, with the command and the machine.
@NullMarked
package dev.varve.tools.bench;

import org.jspecify.annotations.NullMarked;
