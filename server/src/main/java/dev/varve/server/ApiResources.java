package dev.varve.server;

import dev.varve.server.api.BucketsResource;
import dev.varve.server.api.DocsResource;
import dev.varve.server.api.FetchResource;
import dev.varve.server.api.KeysResource;
import dev.varve.server.api.LinkIssuers;
import dev.varve.server.api.LinkResource;
import dev.varve.server.api.LinksResource;
import dev.varve.server.api.Resource;
import dev.varve.server.api.SettingsResource;
import dev.varve.server.api.WhoAmIResource;
import dev.varve.server.api.admin.ConfigResource;
import dev.varve.server.api.admin.InfoResource;
import dev.varve.server.api.admin.Jobs;
import dev.varve.server.api.admin.LogLevelResource;
import dev.varve.server.api.admin.MaintenanceResource;
import dev.varve.server.api.admin.StatsResource;
import dev.varve.server.api.objects.ObjectResources;
import dev.varve.server.api.uploads.UploadResources;
import dev.varve.server.auth.Users;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.fetch.Fetcher;
import dev.varve.server.store.LinkSeal;
import dev.varve.server.store.Varve;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// All that the API has. What is listed here is served, documented, and held to its documentation by
/// tests.
public record ApiResources(List<Resource> list, DocsResource docs) {
    public ApiResources {
        list = List.copyOf(list);
    }

    /// What neither the store nor the configuration knows.
    ///
    /// @param own whether an address is one that this server listens on
    /// @param jobs closed by whoever made it
    public record Outside(Users users, Predicate<InetSocketAddress> own, Jobs jobs) {}

    public static ApiResources of(Varve varve, ServerConfig config, Outside outside) {
        List<Resource> all = new ArrayList<>();
        all.add(new BucketsResource(varve::newDedupDomain));
        all.add(new SettingsResource());
        all.addAll(ObjectResources.all());
        all.addAll(UploadResources.all());
        all.addAll(access(varve, config, outside));
        all.addAll(admin(varve, config, outside));
        DocsResource docs = new DocsResource(List.copyOf(all));
        all.add(docs);
        return new ApiResources(all, docs);
    }

    private static List<Resource> access(Varve varve, ServerConfig config, Outside outside) {
        InstantSource clock = config.store().surroundings().clock();
        LinkIssuers issuers = new KeyIssuers(outside.users(), clock);
        LinkSeal seal = varve.linkSeal();
        return List.of(
                new KeysResource(varve::accessKeys),
                new WhoAmIResource(),
                new LinksResource(issuers, seal, clock, config.linkLife()),
                new LinkResource(varve, issuers, seal, clock),
                new FetchResource(new Fetcher(config.fetch(), outside.own())));
    }

    private static List<Resource> admin(Varve varve, ServerConfig config, Outside outside) {
        return List.of(
                new InfoResource(ServerInfo.of(config)),
                new StatsResource(varve::blobStats, () -> varve.position().value()),
                new ConfigResource(ServerInfo.settings(config)),
                new MaintenanceResource(varve::maintenance, outside.jobs()),
                new LogLevelResource());
    }
}
