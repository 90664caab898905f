package dev.varve.server.api;

import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.ObjectStore;

/// A request with a link that is good for it.
///
/// @param store on behalf of the issuer, and only for as long as the link is good
record LinkCall(HttpRequest request, Link link, ObjectStore store) {}
