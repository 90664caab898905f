/// Forms that browsers post: fields first, then one file, which is read as it comes.
@NullMarked
package dev.varve.server.s3.form;

import org.jspecify.annotations.NullMarked;
