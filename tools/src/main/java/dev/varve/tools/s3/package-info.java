/// A small client of S3 and a server in a process of its own, for tools that load, bend and kill it.
/// Start reading at [S3Client].
@NullMarked
package dev.varve.tools.s3;

import org.jspecify.annotations.NullMarked;
