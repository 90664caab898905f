@NullMarked
package dev.varve.tools.s3;

import org.jspecify.annotations.NullMarked;
