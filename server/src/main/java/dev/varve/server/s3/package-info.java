/// The S3 surface: a table of operations, one class each, over the one door of the store.
@NullMarked
package dev.varve.server.s3;

import org.jspecify.annotations.NullMarked;
