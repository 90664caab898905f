@NullMarked
package dev.varve.server.webhooks;

import org.jspecify.annotations.NullMarked;
