/// S3's documents: written by hand, read with limits and without entities.
@NullMarked
package dev.varve.server.s3.xml;

import org.jspecify.annotations.NullMarked;
