@NullMarked
package dev.varve.server.s3.form;

import org.jspecify.annotations.NullMarked;
