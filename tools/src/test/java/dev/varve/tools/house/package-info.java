/// The rules of the house, as tests: who may import whom, how long things get, what is not written.
@NullMarked
package dev.varve.tools.house;

import org.jspecify.annotations.NullMarked;
