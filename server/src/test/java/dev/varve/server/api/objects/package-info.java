@NullMarked
package dev.varve.server.api.objects;

import org.jspecify.annotations.NullMarked;
