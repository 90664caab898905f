@NullMarked
package dev.varve.server.surface.form;

import org.jspecify.annotations.NullMarked;
