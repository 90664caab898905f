package dev.varve.server.api;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.Provenance;
import dev.varve.server.ApiResources;
import dev.varve.server.api.admin.Jobs;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.StaticUsers;
import dev.varve.server.auth.User;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.feed.FeedSettings;
import dev.varve.server.feed.Followers;
import dev.varve.server.fetch.PostReach;
import dev.varve.server.fetch.PostSettings;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.webhooks.Deliveries;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The API over a real store. Who asks is in a header instead of a signature. Every answer is held to
/// the OpenAPI document.
public final class ApiKit implements AutoCloseable {
    private static final String USER = "test-user";

    public final Varve varve;
    final List<Resource> resources;
    final Contract contract;
    private final ApiHandler handler;

    private ApiKit(Varve varve, List<String> origins, Resource... resources) {
        this.varve = varve;
        this.resources = List.of(resources);
        this.contract = Contract.of(this.resources);
        this.handler =
                new ApiHandler(varve, ApiKit::authenticate, new Endpoints(this.resources), origins);
    }

    public static ApiKit open(Path directory, Resource... resources) {
        return open(directory, List.of(), resources);
    }

    /// @param origins whose pages may use all of the API
    public static ApiKit open(Path directory, List<String> origins, Resource... resources) {
        return new ApiKit(Varve.open(VarveConfig.at(directory).space(0, 0)), origins, resources);
    }

    /// With resources that need the store itself.
    public static ApiKit open(Path directory, Function<Varve, Resource> resource) {
        Varve varve = Varve.open(VarveConfig.at(directory).space(0, 0));
        return new ApiKit(varve, List.of(), resource.apply(varve));
    }

    /// With everything that a server has.
    static ApiKit openAll(Path directory) {
        Varve varve = Varve.open(VarveConfig.at(directory).space(0, 0));
        ApiResources all =
                ApiResources.of(
                        varve,
                        Configuration.load(Inputs.of()).server(),
                        new ApiResources.Outside(
                                new StaticUsers(List.of()),
                                _ -> true,
                                new Jobs(InstantSource.system()),
                                new Followers(FeedSettings.DEFAULT),
                                Optional.empty(),
                                Deliveries.start(
                                        varve,
                                        new PostReach(PostSettings.DEFAULT, _ -> true),
                                        InstantSource.system(),
                                        "us-east-1"),
                                ClusterStatus.NONE));
        return new ApiKit(varve, List.of(), all.list().toArray(Resource[]::new));
    }

    private static Authenticated authenticate(HttpRequest request) {
        Principal principal =
                switch (request.headers().get(USER, "")) {
                    case "alice" -> user("alice", false);
                    case "bob" -> user("bob", false);
                    case "root" -> user("root", true);
                    case "limited" -> limited();
                    case "" -> Principal.ANONYMOUS;
                    default -> throw new Failed(ErrorCode.INVALID_ACCESS_KEY_ID, "unknown");
                };
        return new Authenticated(principal, new Payload.Unsigned(), false);
    }

    private static Principal user(String id, boolean admin) {
        return Principal.of(new User(id, "secret", id, id, "", admin, Optional.empty()));
    }

    /// Alice, who may read below a prefix and give that to others, until 2031.
    private static Principal limited() {
        AccessGrant grant =
                new AccessGrant(EnumSet.of(AccessRight.READ, AccessRight.ADMIN), "photos", "in/");
        return new Principal(
                "alice",
                "alice",
                new Rights(List.of(grant), Reach.OWN),
                Optional.empty(),
                Optional.of(Instant.parse("2031-01-01T00:00:00Z")));
    }

    /// To be put behind a listener.
    public Handler handler() {
        return handler;
    }

    /// One request; nobody sends it unless said otherwise.
    public final class Request {
        private final String method;
        private final String target;
        private final FakeRequest.Builder builder;

        private Request(String method, String target) {
            this.method = method;
            this.target = target;
            this.builder = FakeRequest.builder(method, target);
        }

        public Request by(String user) {
            builder.header(USER, user);
            return this;
        }

        public Request header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        public Request body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        public Request body(byte[] bytes) {
            builder.body(bytes);
            return this;
        }

        public Told send() {
            Told told = Told.read(handler.handle(builder.build()));
            contract.require(method, target, told);
            return told;
        }
    }

    public Request request(String method, String target) {
        return new Request(method, target);
    }

    /// Sends as Alice.
    public Told send(String method, String target) {
        return request(method, target).by("alice").send();
    }

    public Told send(String method, String target, String body) {
        return request(method, target).by("alice").body(body).send();
    }

    public ObjectStore store(String user) {
        return varve.store(
                new Provenance(new Actor(user), Provenance.Surface.API, "127.0.0.1", "TEST"));
    }

    /// A new bucket of Alice's.
    public ApiKit bucket(String name) {
        store("alice").buckets().create(new BucketName(name)).orThrow();
        return this;
    }

    @Override
    public void close() {
        varve.close();
    }
}
