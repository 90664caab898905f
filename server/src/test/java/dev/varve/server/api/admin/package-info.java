@NullMarked
package dev.varve.server.api.admin;

import org.jspecify.annotations.NullMarked;
