/// Puts the server onto a machine: program, configuration, systemd unit.
@NullMarked
package dev.varve.tools.install;

import org.jspecify.annotations.NullMarked;
