package dev.varve.server.config;

import dev.varve.server.auth.User;
import dev.varve.server.auth.jwt.TokenConfig;
import dev.varve.server.feed.FeedSettings;
import dev.varve.server.fetch.FetchSettings;
import dev.varve.server.fetch.PostSettings;
import dev.varve.server.forward.ForwardSettings;
import dev.varve.server.sql.SqlSettings;
import dev.varve.server.store.VarveConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a server runs, validated. Made by [Configuration].
///
/// @param tls empty for plain HTTP
/// @param domains base domains for virtual-hosted addressing
/// @param tokens empty where none are taken
/// @param listeners the ports, at least one
/// @param entries what is in force and why, secrets masked, for operators
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
        Optional<TokenConfig> tokens,
        List<ListenerSettings> listeners,
        List<Configuration.Entry> entries,
        Duration linkLife,
        FetchSettings fetch,
        FeedSettings feed,
        SqlSettings sql,
        PostSettings webhooks,
        ForwardSettings forward,
        ClusterSettings cluster) {
    public ServerConfig {
        listeners = List.copyOf(listeners);
        entries = List.copyOf(entries);
        domains = List.copyOf(domains);
        users = List.copyOf(users);
    }

    /// With another store, as tests have one.
    public ServerConfig store(VarveConfig changed) {
        return new ServerConfig(
                changed,
                listen,
                tls,
                region,
                domains,
                users,
                http,
                accessLog,
                metricsToken,
                tokens,
                listeners,
                entries,
                linkLife,
                fetch,
                feed,
                sql,
                webhooks,
                forward,
                cluster);
    }
}
