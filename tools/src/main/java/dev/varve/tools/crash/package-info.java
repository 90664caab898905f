/// Kills, starves and damages real stores under load, and proves afterwards that they kept every
/// promise. Start reading at [CrashHarness].
@NullMarked
package dev.varve.tools.crash;

import org.jspecify.annotations.NullMarked;
