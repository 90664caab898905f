package dev.varve.server;

import dev.varve.log.Provenance;
import dev.varve.log.StoreException;
import dev.varve.server.api.ApiHandler;
import dev.varve.server.api.BucketsResource;
import dev.varve.server.api.Endpoints;
import dev.varve.server.api.KeysResource;
import dev.varve.server.api.Resource;
import dev.varve.server.api.WhoAmIResource;
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
import dev.varve.server.config.ListenAddress;
import dev.varve.server.config.Secret;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.http.RateLimiter;
import dev.varve.server.http.RequestObserver;
import dev.varve.server.http.TokenBuckets;
import dev.varve.server.http.helidon.HttpListener;
import dev.varve.server.http.ops.AccessFormat;
import dev.varve.server.http.ops.AccessLog;
import dev.varve.server.http.ops.Health;
import dev.varve.server.http.ops.Metrics;
import dev.varve.server.http.ops.SystemPaths;
import dev.varve.server.s3.S3Config;
import dev.varve.server.s3.S3Handler;
import dev.varve.server.store.Varve;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The wiring of the server, by hand, on this page.
public final class Main implements Running {
    private static final Duration SKEW = Duration.ofMinutes(15);

    private final ServerConfig config;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Optional<AdminKey> adminKey;
    private final ListenAddress address;

    /// Returns when everything is ready to serve.
    public static Running start(ServerConfig config) {
        return new Main(config);
    }

    private Main(ServerConfig config) {
        this.config = config;
        try {
            Varve varve = with(Varve.open(config.store()));
            this.adminKey = adminKey(config);
            this.address = config.listen().withPort(listen(varve));
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

    private int listen(Varve varve) {
        try {
            return with(listener(varve)).port();
        } catch (UncheckedIOException e) {
            adminKey.ifPresent(AdminKey::forgetIfFresh);
            throw new StoreException.Failed(e.getMessage() + ": " + why(e), e);
        }
    }

    private static String why(UncheckedIOException e) {
        Throwable cause = e.getCause();
        return cause == null ? "" : String.valueOf(cause.getMessage());
    }

    private HttpListener listener(Varve varve) {
        Metrics metrics = with(new Metrics(config.metricsToken().map(Secret::reveal)));
        metrics.watch(new StoreFigures(varve));
        Health health = new Health(checks(varve));
        SystemPaths paths = new SystemPaths(health, metrics, surfaces(varve));
        HttpListener.Hooks hooks =
                new HttpListener.Hooks(
                        Surfaces::render, RequestObserver.all(metrics, accessLog()), health::drain);
        return HttpListener.start(Listening.of(config), paths, hooks);
    }

    private Surfaces surfaces(Varve varve) {
        InstantSource clock = config.store().surroundings().clock();
        KeyUsers users =
                new KeyUsers(new StaticUsers(users()), varve.accessKeys(Provenance.SYSTEM));
        Logins logins = new Logins(users, guard(), keyLimiter());
        Authenticator signatures =
                new SignatureAuthenticator(users, config.region(), clock, SKEW, config.domains());
        ApiHandler api =
                new ApiHandler(
                        varve,
                        logins.guarded(
                                new ApiAuthenticator(signatures, users, tokens(clock), clock)),
                        new Endpoints(resources(varve)));
        PostPolicy forms = new PostPolicy(users, config.region(), clock);
        S3Handler s3 =
                new S3Handler(
                        varve,
                        logins.guarded(signatures),
                        logins.guarded((request, bucket, fields) -> forms.verify(bucket, fields)),
                        users,
                        new S3Config(config.region(), config.domains()));
        return new Surfaces(api, s3, new VirtualHosts(config.domains()));
    }

    private Tokens tokens(InstantSource clock) {
        return config.tokens()
                .<Tokens>map(tokens -> with(TokenVerifiers.of(tokens, clock)))
                .orElse(Tokens.NONE);
    }

    private LoginGuard guard() {
        return LoginGuard.of(config.http().failedLogins().orElse(0));
    }

    private static List<Resource> resources(Varve varve) {
        return List.of(
                new BucketsResource(), new KeysResource(varve::accessKeys), new WhoAmIResource());
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
                                        : Health.Result.OK));
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
    public ListenAddress address() {
        return address;
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
