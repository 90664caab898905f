package dev.varve.server.api;

import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.disk.LocalDisk;
import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.User;
import dev.varve.server.http.FakeRequest;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Links over a real store, with a clock that moves when it is told to and keys that can be revoked.
final class LinkKit implements AutoCloseable, LinkIssuers {
    static final Duration MAX_LIFE = Duration.ofDays(7);
    static final String BUCKET = "photos";
    private static final String USER = "test-user";

    private volatile Instant now;
    private final Map<String, User> keys = new ConcurrentHashMap<>();
    final Varve varve;
    private final ApiHandler handler;

    LinkKit(Path directory) {
        this(directory, Instant.parse("2026-01-01T00:00:00Z"));
        store("alice").buckets().create(new BucketName(BUCKET)).orThrow();
    }

    /// One that finds what another left.
    static LinkKit again(Path directory, Instant now) {
        return new LinkKit(directory, now);
    }

    private LinkKit(Path directory, Instant start) {
        now = start;
        InstantSource clock = () -> now;
        varve =
                Varve.open(
                        VarveConfig.at(directory)
                                .space(0, 0)
                                .surroundings(new Surroundings(new LocalDisk(), clock)));
        handler =
                new ApiHandler(
                        varve,
                        this::authenticate,
                        new Endpoints(
                                List.of(
                                        new LinksResource(this, varve.linkSeal(), clock, MAX_LIFE),
                                        new LinkResource(varve, this, varve.linkSeal(), clock))));
        List.of("alice", "bob", "root").forEach(id -> allow(id, Optional.empty()));
    }

    /// Gives a user a key, limited to a scope.
    void allow(String id, Optional<String> scope) {
        boolean admin = id.equals("root");
        keys.put("KEY-" + id, new User("KEY-" + id, "secret", id, id, "", admin, scope));
    }

    void revokeKey(String id) {
        keys.remove("KEY-" + id);
    }

    private Authenticated authenticate(HttpRequest request) {
        String id = request.headers().get(USER, "");
        Principal principal =
                id.isEmpty() ? Principal.ANONYMOUS : byKey("KEY-" + id).orElseGet(() -> token(id));
        return new Authenticated(principal, new Payload.Unsigned(), false);
    }

    /// Somebody who may do everything, but has no key.
    private static Principal token(String id) {
        return new Principal(id, id, true, Optional.empty());
    }

    @Override
    public Optional<String> keyOf(Principal principal) {
        return Optional.of("KEY-" + principal.id()).filter(keys::containsKey);
    }

    @Override
    public Optional<Principal> byKey(String accessKey) {
        return Optional.ofNullable(keys.get(accessKey)).map(Principal::of);
    }

    @Override
    public boolean mayRevokeForOthers(Principal principal) {
        return principal.rights().areOfOperator();
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    Instant now() {
        return now;
    }

    ObjectStore store(String user) {
        return varve.store(
                new Provenance(new Actor(user), Provenance.Surface.API, "127.0.0.1", "TEST"));
    }

    Written put(String key, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return store("alice")
                .put(PutRequest.of(new BucketName(BUCKET), ObjectKey.of(key), Body.of(bytes)))
                .orThrow();
    }

    /// The newest event.
    Recorded newest() {
        Position last = varve.position();
        try (JournalCursor cursor = varve.journal().read(last)) {
            return Objects.requireNonNull(cursor.next());
        }
    }

    Told ask(String user, String method, String target, String body) {
        return send(
                FakeRequest.builder(method, target)
                        .header(USER, user)
                        .body(body.getBytes(StandardCharsets.UTF_8)));
    }

    /// A link of Alice's.
    ///
    /// @param fields of the request, with `'` for `"`, behind those of bucket and key `k`
    Minted mint(String method, String fields) {
        String form =
                "{'method':'%s','bucket':'photos','key':'k'%s}"
                        .formatted(method, fields.isEmpty() ? "" : "," + fields);
        return new Minted(ask("alice", "POST", "/v1/links", form.replace('\'', '"')).is(201));
    }

    /// What was answered to who asked for a link.
    record Minted(Told told) {
        String id() {
            return told.text("/id");
        }

        String path() {
            return told.text("/url").replace("http://s3.example.com", "");
        }
    }

    FakeRequest.Builder request(String method, Minted link) {
        return FakeRequest.builder(method, link.path());
    }

    Told use(String method, Minted link) {
        return send(request(method, link));
    }

    Told upload(Minted link, String text) {
        return send(request("PUT", link).body(text.getBytes(StandardCharsets.UTF_8)));
    }

    Told send(FakeRequest.Builder request) {
        return Told.read(handler.handle(request.build()));
    }

    @Override
    public void close() {
        varve.close();
    }
}
