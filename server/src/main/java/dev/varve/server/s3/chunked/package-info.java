/// The aws-chunked body: chunks, their signatures, trailers.
@NullMarked
package dev.varve.server.s3.chunked;

import org.jspecify.annotations.NullMarked;
