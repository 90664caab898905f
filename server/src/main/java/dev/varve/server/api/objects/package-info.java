/// Objects in the API: their bytes, what is said of them, their history; one class for each resource.
@NullMarked
package dev.varve.server.api.objects;

import org.jspecify.annotations.NullMarked;
