package dev.varve.server;

import dev.varve.log.Provenance;
import dev.varve.server.api.BucketsResource;
import dev.varve.server.api.DocsResource;
import dev.varve.server.api.FetchResource;
import dev.varve.server.api.KeysResource;
import dev.varve.server.api.LifecycleResource;
import dev.varve.server.api.LinkIssuers;
import dev.varve.server.api.LinkResource;
import dev.varve.server.api.LinksResource;
import dev.varve.server.api.PastResource;
import dev.varve.server.api.Resource;
import dev.varve.server.api.SettingsResource;
import dev.varve.server.api.WhoAmIResource;
import dev.varve.server.api.admin.BackfillResource;
import dev.varve.server.api.admin.BlobReportsResource;
import dev.varve.server.api.admin.ConfigResource;
import dev.varve.server.api.admin.ConsumersResource;
import dev.varve.server.api.admin.InfoResource;
import dev.varve.server.api.admin.Jobs;
import dev.varve.server.api.admin.JournalResource;
import dev.varve.server.api.admin.JournalWork;
import dev.varve.server.api.admin.LogLevelResource;
import dev.varve.server.api.admin.MaintenanceResource;
import dev.varve.server.api.admin.QueryResource;
import dev.varve.server.api.admin.StatsResource;
import dev.varve.server.api.admin.UsageResource;
import dev.varve.server.api.cluster.ClusterDigestResource;
import dev.varve.server.api.cluster.ClusterResource;
import dev.varve.server.api.cluster.FormatLevelResource;
import dev.varve.server.api.cluster.UnshippedResource;
import dev.varve.server.api.events.AuditResource;
import dev.varve.server.api.events.CursorsResource;
import dev.varve.server.api.events.EventsResource;
import dev.varve.server.api.events.Stays;
import dev.varve.server.api.objects.ObjectResources;
import dev.varve.server.api.uploads.UploadResources;
import dev.varve.server.api.webhooks.DeliveryResource;
import dev.varve.server.api.webhooks.WebhooksResource;
import dev.varve.server.auth.Users;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.feed.Cursors;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.Followers;
import dev.varve.server.fetch.Fetcher;
import dev.varve.server.sql.SqlDoor;
import dev.varve.server.store.LinkSeal;
import dev.varve.server.store.Varve;
import dev.varve.server.webhooks.Deliveries;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /// @param followers likewise
    /// @param sql likewise; empty where there are no tables
    /// @param deliveries of webhooks
    /// @param cluster how the members of the cluster get on
    public record Outside(
            Users users,
            Predicate<InetSocketAddress> own,
            Jobs jobs,
            Followers followers,
            Optional<SqlDoor> sql,
            Deliveries deliveries,
            ClusterStatus cluster) {}

    public static ApiResources of(Varve varve, ServerConfig config, Outside outside) {
        List<Resource> all = new ArrayList<>();
        all.add(new BucketsResource(varve::newDedupDomain));
        all.add(new SettingsResource());
        all.add(new PastResource());
        all.add(new LifecycleResource());
        all.addAll(ObjectResources.all());
        all.addAll(UploadResources.all());
        all.addAll(access(varve, config, outside));
        all.addAll(events(varve, config, outside));
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
                new WebhooksResource(varve::webhooks, clock),
                new DeliveryResource(varve::webhooks, outside.deliveries()),
                new LinksResource(issuers, seal, clock, config.linkLife()),
                new LinkResource(varve, issuers, seal, clock),
                new FetchResource(new Fetcher(config.fetch(), outside.own())));
    }

    private static List<Resource> events(Varve varve, ServerConfig config, Outside outside) {
        Feed feed = Feeds.of(varve);
        Stays stays =
                new Stays(
                        varve.accessKeys(Provenance.SYSTEM)::find,
                        config.store().surroundings().clock());
        Cursors cursors = new Cursors(varve.consumers(), config.feed().cursors());
        return List.of(
                new EventsResource(feed, outside.followers(), stays, cursors),
                new AuditResource(feed, Feeds.trail(varve, feed)),
                new CursorsResource(feed, cursors, config.store().surroundings().clock()));
    }

    private static List<Resource> admin(Varve varve, ServerConfig config, Outside outside) {
        return List.of(
                new InfoResource(() -> ServerInfo.of(config, varve)),
                new ClusterResource(varve::layouts, varve::journal, outside::cluster),
                new BackfillResource(outside::cluster, outside.jobs()),
                new ClusterDigestResource(varve::layouts, varve::journal),
                new FormatLevelResource(varve::layouts, outside::cluster),
                new UnshippedResource(() -> varve, outside::cluster),
                new StatsResource(varve::blobStats, () -> varve.position().value()),
                new ConfigResource(ServerInfo.settings(config)),
                new MaintenanceResource(
                        varve::maintenance, new JournalWork(varve::snapshots), outside.jobs()),
                new JournalResource(varve::journal, varve::snapshots),
                new BlobReportsResource(varve::maintenance, varve::upkeep),
                new ConsumersResource(varve::consumers),
                new LogLevelResource(),
                new UsageResource(config.store().surroundings().clock()),
                new QueryResource(outside::sql, () -> varve.position().value()));
    }
}
