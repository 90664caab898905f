package dev.varve.server.api;

import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.Provenance;
import dev.varve.server.ApiResources;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.User;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The API over a real store. Who asks is in a header instead of a signature. Every answer is held to
/// the OpenAPI document.
final class ApiKit implements AutoCloseable {
    private static final String USER = "test-user";

    final Varve varve;
    final List<Resource> resources;
    final Contract contract;
    private final ApiHandler handler;

    private ApiKit(Varve varve, Resource... resources) {
        this.varve = varve;
        this.resources = List.of(resources);
        this.contract = Contract.of(this.resources);
        this.handler = new ApiHandler(varve, ApiKit::authenticate, new Endpoints(this.resources));
    }

    static ApiKit open(Path directory, Resource... resources) {
        return new ApiKit(Varve.open(VarveConfig.at(directory).space(0, 0)), resources);
    }

    /// With everything that a server has.
    static ApiKit openAll(Path directory) {
        Varve varve = Varve.open(VarveConfig.at(directory).space(0, 0));
        return new ApiKit(varve, ApiResources.of(varve).list().toArray(Resource[]::new));
    }

    private static Authenticated authenticate(HttpRequest request) {
        Principal principal =
                switch (request.headers().get(USER, "")) {
                    case "alice" -> user("alice", false);
                    case "bob" -> user("bob", false);
                    case "root" -> user("root", true);
                    case "" -> Principal.ANONYMOUS;
                    default -> throw new Failed(ErrorCode.INVALID_ACCESS_KEY_ID, "unknown");
                };
        return new Authenticated(principal, new Payload.Unsigned(), false);
    }

    private static Principal user(String id, boolean admin) {
        return Principal.of(new User(id, "secret", id, id, "", admin, Optional.empty()));
    }

    /// One request; nobody sends it unless said otherwise.
    final class Request {
        private final String method;
        private final String target;
        private final FakeRequest.Builder builder;

        private Request(String method, String target) {
            this.method = method;
            this.target = target;
            this.builder = FakeRequest.builder(method, target);
        }

        Request by(String user) {
            builder.header(USER, user);
            return this;
        }

        Request header(String name, String value) {
            builder.header(name, value);
            return this;
        }

        Request body(String text) {
            return body(text.getBytes(StandardCharsets.UTF_8));
        }

        Request body(byte[] bytes) {
            builder.body(bytes);
            return this;
        }

        Told send() {
            Told told = Told.read(handler.handle(builder.build()));
            contract.require(method, target, told);
            return told;
        }
    }

    Request request(String method, String target) {
        return new Request(method, target);
    }

    /// Sends as Alice.
    Told send(String method, String target) {
        return request(method, target).by("alice").send();
    }

    Told send(String method, String target, String body) {
        return request(method, target).by("alice").body(body).send();
    }

    ObjectStore store(String user) {
        return varve.store(
                new Provenance(new Actor(user), Provenance.Surface.API, "127.0.0.1", "TEST"));
    }

    /// A new bucket of Alice's.
    ApiKit bucket(String name) {
        store("alice").buckets().create(new BucketName(name)).orThrow();
        return this;
    }

    @Override
    public void close() {
        varve.close();
    }
}
