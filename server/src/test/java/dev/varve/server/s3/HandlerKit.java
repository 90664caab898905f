package dev.varve.server.s3;

import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.Disk;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.User;
import dev.varve.server.auth.Users;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.store.VarveConfig.Surroundings;
import dev.varve.server.store.Written;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The handler over a real store. Who asks is in a header instead of a signature.
final class HandlerKit implements AutoCloseable {
    static final User ALICE = user("alice", "Alice A.", false, "");
    static final User BOB = user("bob", "Bob B.", false, "");
    static final User ROOT = user("root", "Root", true, "");

    /// Alice, limited to a part of one bucket.
    static final User SCOPED = user("alice", "Alice A.", false, "shared/in/");

    private static final InstantSource CLOCK = InstantSource.system();

    final Varve varve;
    private final S3Handler handler;

    private HandlerKit(Varve varve, S3Config config) {
        this.varve = varve;
        PostPolicy forms = new PostPolicy(new FewUsers(), config.region(), CLOCK);
        this.handler =
                new S3Handler(
                        varve,
                        new ByHeader(),
                        (request, bucket, fields) -> forms.verify(bucket, fields),
                        new FewUsers(),
                        config);
    }

    static HandlerKit open(Path directory) {
        return open(directory, new S3Config("us-east-1", List.of("s3.test")));
    }

    static HandlerKit open(Path directory, S3Config config) {
        return new HandlerKit(Varve.open(VarveConfig.at(directory).space(0, 0)), config);
    }

    /// A kit whose disk fails on demand.
    static HandlerKit open(Path directory, Disk disk) {
        Surroundings surroundings = new Surroundings(disk, CLOCK);
        VarveConfig config = VarveConfig.at(directory).space(0, 0).surroundings(surroundings);
        return new HandlerKit(Varve.open(config), new S3Config("us-east-1", List.of()));
    }

    private static User user(String id, String name, boolean admin, String scope) {
        return new User(
                id,
                "secret",
                id,
                name,
                "",
                admin,
                Optional.of(scope).filter(limit -> !limit.isEmpty()));
    }

    /// Believes what the header says, and takes `X-Amz-Signature` for a link's signature.
    private static final class ByHeader implements Authenticator {
        @Override
        public Authenticated authenticate(HttpRequest request) {
            Principal principal =
                    switch (request.headers().get(SentRequest.USER, "")) {
                        case "alice" -> Principal.of(ALICE);
                        case "bob" -> Principal.of(BOB);
                        case "root" -> Principal.of(ROOT);
                        case "scoped" -> Principal.of(SCOPED);
                        case "" -> Principal.ANONYMOUS;
                        default -> throw new Failed(ErrorCode.INVALID_ACCESS_KEY_ID, "unknown");
                    };
            boolean query = request.query().has("X-Amz-Signature");
            return new Authenticated(principal, new Payload.Unsigned(), query);
        }
    }

    private static final class FewUsers implements Users {
        @Override
        public Optional<User> byAccessKey(String accessKey) {
            return byId(accessKey);
        }

        @Override
        public Optional<User> byId(String id) {
            return List.of(ALICE, BOB, ROOT).stream()
                    .filter(user -> user.id().equals(id))
                    .findFirst();
        }
    }

    /// For tests of the table alone, which posts nothing.
    static PostObject noForms() {
        return new PostObject(
                (request, bucket, fields) -> {
                    throw new Failed(ErrorCode.ACCESS_DENIED, "no forms");
                },
                (request, principal) -> {
                    throw new Failed(ErrorCode.ACCESS_DENIED, "no forms");
                });
    }

    Told send(SentRequest request) {
        return Told.read(handler.handle(request));
    }

    /// Sends as Alice.
    Told send(String method, String target) {
        return send(SentRequest.of(method, target).by("alice"));
    }

    Told send(String method, String target, String body) {
        return send(SentRequest.of(method, target).by("alice").body(body));
    }

    Told get(String target) {
        return send("GET", target);
    }

    ObjectStore store(String user) {
        return varve.store(
                new Provenance(new Actor(user), Provenance.Surface.S3, "127.0.0.1", "TEST"));
    }

    /// A new bucket of Alice's.
    HandlerKit bucket(String name) {
        store("alice").buckets().create(new BucketName(name)).orThrow();
        return this;
    }

    HandlerKit put(String bucket, String... keys) {
        for (String key : keys) {
            write(bucket, key);
        }
        return this;
    }

    /// Puts an object that holds its key.
    Written write(String bucket, String key) {
        PutRequest request =
                PutRequest.of(
                        new BucketName(bucket),
                        ObjectKey.of(key),
                        Body.of(key.getBytes(StandardCharsets.UTF_8)));
        return store("alice").put(request).orThrow();
    }

    @Override
    public void close() {
        varve.close();
    }
}
