package dev.varve.server.config;

import dev.varve.server.auth.User;
import dev.varve.server.fetch.FetchSettings;
import dev.varve.server.store.VarveConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a server runs, validated. Made by [Configuration].
///
/// @param tls empty for plain HTTP
/// @param domains base domains for virtual-hosted addressing
/// @param users empty where none is configured; then the data directory keeps an [AdminKey]
/// @param linkLife no link that is made is good for longer
public record ServerConfig(
        VarveConfig store,
        ListenAddress listen,
        Optional<TlsSettings> tls,
        String region,
        List<String> domains,
        List<User> users,
        HttpSettings http,
        AccessLog accessLog,
        Optional<Secret> metricsToken,
        Duration linkLife,
        FetchSettings fetch) {
    public ServerConfig {
        domains = List.copyOf(domains);
        users = List.copyOf(users);
    }
}
