@NullMarked
package dev.varve.server.s3.xml;

import org.jspecify.annotations.NullMarked;
