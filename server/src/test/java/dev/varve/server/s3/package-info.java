@NullMarked
package dev.varve.server.s3;

import org.jspecify.annotations.NullMarked;
