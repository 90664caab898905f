/// The configuration of the server: one table of settings, four sources, one validated
/// [dev.varve.server.config.ServerConfig]. The embedded store is configured in code, by
/// [dev.varve.server.store.VarveConfig], which is built here from settings.
@NullMarked
package dev.varve.server.config;

import org.jspecify.annotations.NullMarked;
