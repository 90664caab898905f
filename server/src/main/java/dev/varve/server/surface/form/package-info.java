/// Bodies of `multipart/form-data`, read part by part as they come.
@NullMarked
package dev.varve.server.surface.form;

import org.jspecify.annotations.NullMarked;
