/// A client of the API under `/v1`: where the server is and as whom it is asked, requests that are
/// repeated only where that is safe, and answers as values or as errors that say one clear thing.
@NullMarked
package dev.varve.tools.client;

import org.jspecify.annotations.NullMarked;
