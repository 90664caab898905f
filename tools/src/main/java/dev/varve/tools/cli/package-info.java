/// The command line, one class per command.
@NullMarked
package dev.varve.tools.cli;

import org.jspecify.annotations.NullMarked;
