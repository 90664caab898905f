/// `/v1/webhooks`: who is told of changes.
@NullMarked
package dev.varve.server.api.webhooks;

import org.jspecify.annotations.NullMarked;
