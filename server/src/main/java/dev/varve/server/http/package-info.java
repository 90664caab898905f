/// HTTP as the surfaces see it, whatever server carries it: requests as they came, answers as they
/// go. Knows no surface; errors are named here once for all of them.
@NullMarked
package dev.varve.server.http;

import org.jspecify.annotations.NullMarked;
