@NullMarked
package dev.varve.server.s3.chunked;

import org.jspecify.annotations.NullMarked;
