package dev.varve.server;

import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.server.api.ApiHandler;
import dev.varve.server.api.Endpoints;
import dev.varve.server.api.admin.Jobs;
import dev.varve.server.auth.ApiAuthenticator;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.LoginGuard;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.SignatureAuthenticator;
import dev.varve.server.auth.StaticUsers;
import dev.varve.server.auth.Tokens;
import dev.varve.server.auth.User;
import dev.varve.server.auth.VirtualHosts;
import dev.varve.server.auth.jwt.TokenVerifiers;
import dev.varve.server.config.AccessLog.Format;
import dev.varve.server.config.AdminKey;
import dev.varve.server.config.ListenerSettings;
import dev.varve.server.config.Secret;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.feed.Followers;
import dev.varve.server.fetch.PostReach;
import dev.varve.server.forward.Elsewhere;
import dev.varve.server.forward.ReadAfter;
import dev.varve.server.forward.Standing;
import dev.varve.server.http.RateLimiter;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.TokenBuckets;
import dev.varve.server.http.helidon.HttpListener;
import dev.varve.server.http.ops.AccessFormat;
import dev.varve.server.http.ops.AccessLog;
import dev.varve.server.http.ops.Health;
import dev.varve.server.http.ops.Metrics;
import dev.varve.server.http.ops.SystemPaths;
import dev.varve.server.peer.ClusterDoor;
import dev.varve.server.peer.Joining;
import dev.varve.server.peer.PeerSettings;
import dev.varve.server.s3.S3Config;
import dev.varve.server.s3.S3Handler;
import dev.varve.server.sql.SqlDoor;
import dev.varve.server.store.Varve;
import dev.varve.server.webhooks.Deliveries;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The wiring of the server, by hand, on this page.
public final class Main implements Running {
    private static final Duration SKEW = Duration.ofMinutes(15);

    private final ServerConfig config;
    private final OwnListeners own = new OwnListeners();
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Followers followers;
    private final Optional<AdminKey> adminKey;
    private final List<Bound> bound;
    private final Clustering clustering;

    /// Returns when everything is ready to serve.
    public static Running start(ServerConfig config) {
        return start(config, Clustering.OWN);
    }

    /// The same in a cluster that somebody else tells of.
    static Running start(ServerConfig config, Clustering clustering) {
        return new Main(config, clustering);
    }

    private Main(ServerConfig config, Clustering clustering) {
        this.config = config;
        this.clustering = clustering;
        PeerSettings peers = PeerSetup.of(config);
        this.followers = new Followers(config.feed());
        try {
            Joining.ifAsked(config.store(), peers);
            Varve varve = with(Varve.open(config.store()));
            config.cluster().file().ifPresent(file -> LayoutAtStart.apply(file, varve));
            ClusterDoor cluster =
                    with(new ClusterDoor(varve, peers, config.store().surroundings().clock()));
            this.adminKey = adminKey(config);
            this.bound = listen(varve, cluster);
            bound.forEach(port -> own.add(port.address().port()));
            cluster.start();
        } catch (RuntimeException | Error e) { // whatever it is, nothing must stay open
            closeAfter(e);
            throw e;
        }
    }

    private static Optional<AdminKey> adminKey(ServerConfig config) {
        return config.users().isEmpty()
                ? Optional.of(
                        AdminKey.in(
                                config.store().data(),
                                config.store().surroundings().disk(),
                                new SecureRandom()))
                : Optional.empty();
    }

    private List<Bound> listen(Varve varve, ClusterDoor cluster) {
        try {
            return bound(with(listener(varve, cluster)).addresses());
        } catch (UncheckedIOException e) {
            adminKey.ifPresent(AdminKey::forgetIfFresh);
            throw new StoreException.Failed(e.getMessage() + ": " + why(e), e);
        }
    }

    private List<Bound> bound(List<InetSocketAddress> addresses) {
        List<Bound> all = new ArrayList<>();
        for (ListenerSettings port : config.listeners()) {
            int number = addresses.get(all.size()).getPort();
            all.add(new Bound(port.address().withPort(number), port.tls().isPresent()));
        }
        return List.copyOf(all);
    }

    private static String why(UncheckedIOException e) {
        Throwable cause = e.getCause();
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private HttpListener listener(Varve varve, ClusterDoor cluster) {
        Metrics metrics = with(new Metrics(config.metricsToken().map(Secret::reveal)));
        metrics.watch(new StoreFigures(varve));
        metrics.watch(new UpkeepFigures(varve, config.store().surroundings().clock()));
        metrics.watch(new ClusterFigures(cluster.status()));
        Health health = new Health(checks(varve));
        Elsewhere elsewhere = with(elsewhere(varve, cluster));
        Surfaces surfaces = surfaces(varve, cluster, elsewhere);
        SystemPaths paths = new SystemPaths(health, metrics, surfaces);
        List<HttpListener.Port> ports =
                config.listeners().stream().map(port -> port(port, surfaces, paths)).toList();
        HttpListener.Hooks hooks =
                new HttpListener.Hooks(
                        Surfaces::render,
                        RequestObserver.all(metrics, accessLog()),
                        () -> drain(health, cluster),
                        elsewhere.reader());
        return HttpListener.start(Listening.of(config), ports, hooks);
    }

    /// Who only follows is not waited for.
    private void drain(Health health, ClusterDoor cluster) {
        health.drain();
        cluster.drain();
        followers.close();
    }

    private static HttpListener.Port port(
            ListenerSettings port, Surfaces surfaces, SystemPaths paths) {
        return new HttpListener.Port(
                Listening.socket(port.address()),
                Listening.tls(port),
                new PortGate(port, surfaces, paths));
    }

    private Elsewhere elsewhere(Varve varve, ClusterDoor cluster) {
        Standing.Source standing = clustering.standing().apply(varve);
        return new Elsewhere(
                Clustering.asConfigured(standing, config.cluster().notOwner()),
                Clustering.stored(varve),
                clustering.token().apply(varve),
                config.forward(),
                Elsewhere.systemTrust(),
                config.store().surroundings().clock(),
                new ReadAfter(
                        new FoldedHere(varve, standing, cluster::news),
                        config.cluster().times().readWait()));
    }

    private Surfaces surfaces(Varve varve, ClusterDoor cluster, Elsewhere elsewhere) {
        InstantSource clock = config.store().surroundings().clock();
        KeyUsers users =
                new KeyUsers(new StaticUsers(users()), varve.accessKeys(Provenance.SYSTEM));
        Logins logins =
                new Logins(users, guard(), keyLimiter(), Unlimited.of(config.http().unlimited()));
        Authenticator signatures =
                new SignatureAuthenticator(users, config.region(), clock, SKEW, config.domains());
        ApiResources resources =
                ApiResources.of(
                        varve,
                        config,
                        new ApiResources.Outside(
                                users,
                                own,
                                with(new Jobs(clock)),
                                followers,
                                sql(varve),
                                deliveries(varve),
                                cluster.status()));
        ApiHandler api =
                new ApiHandler(
                        varve,
                        logins.guarded(
                                new ApiAuthenticator(signatures, users, tokens(clock), clock)),
                        new Endpoints(resources.list()),
                        config.http().corsOrigins(),
                        elsewhere);
        PostPolicy forms = new PostPolicy(users, config.region(), clock);
        S3Handler s3 =
                new S3Handler(
                        varve,
                        logins.guarded(signatures),
                        logins.guarded((request, bucket, fields) -> forms.verify(bucket, fields)),
                        users,
                        new S3Config(config.region(), config.domains()),
                        elsewhere);
        return new Surfaces(
                api, s3, cluster.handler(), resources.docs(), new VirtualHosts(config.domains()));
    }

    private Optional<SqlDoor> sql(Varve varve) {
        return config.sql().enabled()
                ? Optional.of(
                        with(
                                SqlDoor.open(
                                        config.sql(),
                                        config.store().data(),
                                        varve.consumers(),
                                        config.store().minFreeBytes())))
                : Optional.empty();
    }

    /// What they do is of the store's consumers, and ends with them.
    private Deliveries deliveries(Varve varve) {
        return Deliveries.start(
                varve,
                new PostReach(config.webhooks(), own),
                config.store().surroundings().clock(),
                config.region());
    }

    private Tokens tokens(InstantSource clock) {
        return config.tokens()
                .<Tokens>map(tokens -> with(TokenVerifiers.of(tokens, clock)))
                .orElse(Tokens.NONE);
    }

    private LoginGuard guard() {
        return LoginGuard.of(config.http().failedLogins().orElse(0));
    }

    private List<User> users() {
        return adminKey.map(key -> List.of(key.user())).orElse(config.users());
    }

    private RateLimiter keyLimiter() {
        return config.http()
                .keyRate()
                .map(rate -> TokenBuckets.of(rate, rate * Listening.BURST_SECONDS))
                .orElse(RateLimiter.UNLIMITED);
    }

    private RequestObserver accessLog() {
        Format format = config.accessLog().format();
        if (format == Format.NONE) {
            return RequestObserver.NONE;
        }
        LogSink sink = with(new LogSink(config.accessLog().target()));
        return with(
                new AccessLog(
                        format == Format.JSON ? AccessFormat.JSON : AccessFormat.TEXT,
                        config.store().surroundings().clock(),
                        sink));
    }

    private static List<Health.Check> checks(Varve varve) {
        return List.of(
                new Health.Check(
                        "writes",
                        () ->
                                varve.failure()
                                        .map(e -> new Health.Result(false, "no writes are taken"))
                                        .orElse(Health.Result.OK)),
                new Health.Check(
                        "space",
                        () ->
                                varve.isLowOnSpace()
                                        ? new Health.Result(
                                                true, "low: only deletes and purges are taken")
                                        : Health.Result.OK),
                new Health.Check("bytes", () -> bytes(varve.blobStats().quarantined())),
                new Health.Check("consumers", () -> consumers(varve)));
    }

    private static Health.Result bytes(long quarantined) {
        return quarantined == 0
                ? Health.Result.OK
                : new Health.Result(true, quarantined + " damaged blobs are in quarantine");
    }

    /// How many, but not which: anybody may ask.
    private static Health.Result consumers(Varve varve) {
        long troubled =
                varve.consumers().list().stream()
                        .filter(consumer -> consumer.status().state().isTrouble())
                        .count();
        return troubled == 0
                ? Health.Result.OK
                : new Health.Result(true, troubled + " need a look: see /v1/consumers");
    }

    private <T extends AutoCloseable> T with(T part) {
        parts.push(part);
        return part;
    }

    private void closeAfter(Throwable failure) {
        try {
            close();
        } catch (RuntimeException e) { // the first failure is the one to report
            failure.addSuppressed(e);
        }
    }

    @Override
    public List<Bound> bound() {
        return bound;
    }

    @Override
    public Optional<AdminKey> adminKey() {
        return adminKey;
    }

    /// The last part first: the listener drains before the store closes.
    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (RuntimeException e) { // one part's failure must not leave the rest open
                closeRest(e);
                throw e;
            } catch (Exception e) { // declared by AutoCloseable, thrown by no part
                throw new IllegalStateException(e);
            }
        }
    }

    private void closeRest(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) { // the first failure is the one to report
            failure.addSuppressed(e);
        }
    }
}
