package dev.varve.server.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.SdkHttpRequest;

/// A server with the callers' keys, made over `/v1/keys`, and buckets of the owner's.
final class World implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pair ROOT = new Pair(LiveServer.ACCESS_KEY, LiveServer.SECRET_KEY);

    private static final int CREATED = 201;
    private static final String EXPIRED = "\"expires\":\"2020-01-01T00:00:00Z\"";

    private final LiveServer server = LiveServer.start(Scheme.HTTP);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Caller, Pair> keys = new EnumMap<>(Caller.class);
    private final AtomicInteger cells = new AtomicInteger();
    private final Fixtures fixtures = new Fixtures(this);
    private final Pair owner;

    /// A key and its secret.
    record Pair(String key, String secret) {}

    World() {
        owner = make("owner", all("*", ""));
        keys.put(Caller.ADMIN, make("boss", "\"role\":\"admin\""));
        keys.put(Caller.EDITOR, make("owner", "\"role\":\"editor\""));
        keys.put(Caller.UPLOADER, make("owner", "\"role\":\"uploader\""));
        keys.put(Caller.READONLY, make("owner", "\"role\":\"readonly\""));
        keys.put(Caller.SCOPED, make("owner", all("*", "in/")));
        keys.put(Caller.OTHER, make("other", all("others", "")));
        keys.put(Caller.EXPIRED, make("owner", EXPIRED + "," + all("*", "")));
        Pair revoked = make("owner", all("*", ""));
        revoke(revoked);
        keys.put(Caller.REVOKED, revoked);
        asOwner(Sent.of("PUT", "/" + Requests.SHARED));
        asOwner(
                Sent.of("PUT", "/" + Requests.LOCKED)
                        .header("x-amz-bucket-object-lock-enabled", "true"));
    }

    private static String all(String bucket, String prefix) {
        return "\"grants\":[" + grant(bucket, prefix) + "]";
    }

    static String grant(String bucket, String prefix) {
        return """
        {"rights":["read","write","delete","list","admin"],"bucket":"%s","prefix":"%s"}\
        """
                .formatted(bucket, prefix);
    }

    Pair make(String user, String rights) {
        String body = "{\"user\":\"" + user + "\"," + rights + "}";
        JsonNode made = json(asRoot(Sent.of("POST", "/v1/keys").body(body)).body());
        return new Pair(made.at("/id").asText(), made.at("/secret").asText());
    }

    void revoke(Pair pair) {
        asRoot(Sent.of("DELETE", "/v1/keys/" + pair.key()));
    }

    void expire(Pair pair) {
        asRoot(Sent.of("PATCH", "/v1/keys/" + pair.key()).body("{" + EXPIRED + "}"));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path accessLog() {
        return server.accessLog();
    }

    /// All that nobody may find written anywhere.
    List<String> secrets() {
        return keys.values().stream().map(Pair::secret).toList();
    }

    HttpResponse<String> asOwner(Sent sent) {
        return done(Surface.S3_HEADER, owner, sent);
    }

    HttpResponse<String> asOwnerOnV1(Sent sent) {
        return done(Surface.V1_BASIC, owner, sent);
    }

    HttpResponse<String> asRoot(Sent sent) {
        return done(Surface.V1_BASIC, ROOT, sent);
    }

    /// Of anybody.
    HttpResponse<String> asNobody(Sent sent) {
        return send(plain(sent));
    }

    private HttpResponse<String> done(Surface surface, Pair pair, Sent sent) {
        HttpResponse<String> answer = send(request(surface, pair, sent));
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(sent + ": " + answer.statusCode() + answer.body());
        }
        return answer;
    }

    /// What a cell is about: an object at the place and a locked version, or a bucket that may go.
    Requests prepare(String place) {
        int cell = cells.incrementAndGet();
        String bucket = "cell-" + cell;
        if (place.equals(".")) {
            asOwner(Sent.of("PUT", "/" + bucket));
            return new Requests(bucket, "in/key-" + cell, "");
        }
        String key = place + "key-" + cell;
        asOwner(Sent.of("PUT", "/" + Requests.SHARED + "/" + key).body("kept"));
        HttpResponse<String> locked =
                asOwner(
                        Sent.of("PUT", "/" + Requests.LOCKED + "/" + key)
                                .header("x-amz-object-lock-mode", "GOVERNANCE")
                                .header(
                                        "x-amz-object-lock-retain-until-date",
                                        "2099-01-01T00:00:00Z")
                                .body("kept"));
        return new Requests(
                bucket, key, locked.headers().firstValue("x-amz-version-id").orElseThrow());
    }

    /// The answer that decides: where one step of several is refused, that one's.
    HttpResponse<String> ask(Requests cell, Surface surface, Caller caller, Sent sent) {
        return switch (surface) {
            case LINK -> byLink(cell, caller, sent);
            case TUS -> byTus(caller, fixtures.resolve(sent, cell, caller));
            default -> send(surface, caller, fixtures.resolve(sent, cell, caller));
        };
    }

    private HttpResponse<String> byLink(Requests cell, Caller caller, Sent sent) {
        boolean ofVersion = sent.path().contains("OfVersion");
        String body = newLink(sent.method(), cell, ofVersion ? ",\"version\":\"null\"" : "");
        HttpResponse<String> made =
                send(Surface.V1_BASIC, caller, Sent.of("POST", "/v1/links").body(body));
        return made.statusCode() == CREATED ? asNobody(sent.path(pathOf(made))) : made;
    }

    private static String pathOf(HttpResponse<String> link) {
        return URI.create(json(link.body()).at("/url").asText()).getRawPath();
    }

    /// A link to the object of a cell.
    String linkOf(Pair pair, Requests cell, String method) {
        Sent asked = Sent.of("POST", "/v1/links").body(newLink(method, cell, ""));
        return pathOf(done(Surface.V1_BASIC, pair, asked));
    }

    static String newLink(String method, Requests cell, String more) {
        return "{\"method\":\"%s\",\"bucket\":\"%s\",\"key\":\"%s\"%s}"
                .formatted(method, Requests.SHARED, cell.key(), more);
    }

    /// Who may begin an upload may go on with it.
    private HttpResponse<String> byTus(Caller caller, Sent sent) {
        HttpResponse<String> answer = send(Surface.V1_BASIC, caller, sent);
        String upload = answer.headers().firstValue("location").orElse("");
        return answer.statusCode() == CREATED
                ? send(
                        Surface.V1_BASIC,
                        caller,
                        Requests.appending("PATCH", URI.create(upload).getRawPath()))
                : answer;
    }

    HttpResponse<String> send(Surface surface, Caller caller, Sent sent) {
        return caller == Caller.ANONYMOUS
                ? asNobody(sent)
                : send(request(surface, Objects.requireNonNull(keys.get(caller)), sent));
    }

    private HttpRequest request(Surface surface, Pair pair, Sent sent) {
        String both = pair.key() + ":" + pair.secret();
        return switch (surface) {
            case S3_HEADER, V1_SIGNED -> signed(pair, sent, false);
            case S3_PRESIGNED, V1_PRESIGNED -> signed(pair, sent, true);
            case V1_BASIC, LINK, TUS -> with(sent, "Basic " + base64(both));
            case V1_BEARER -> with(sent, "Bearer " + both);
        };
    }

    private HttpRequest signed(Pair pair, Sent sent, boolean query) {
        SdkHttpRequest signed =
                Signing.sign(server.endpoint(), sent, pair.key(), pair.secret(), query);
        String parameters = signed.encodedQueryParameters().map(text -> "?" + text).orElse("");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(server.endpoint() + signed.encodedPath() + parameters))
                        .method(sent.method(), BodyPublishers.ofString(sent.body()));
        signed.forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private HttpRequest with(Sent sent, String authorization) {
        return builder(sent).header("authorization", authorization).build();
    }

    private HttpRequest plain(Sent sent) {
        return builder(sent).build();
    }

    private HttpRequest.Builder builder(Sent sent) {
        URI target = URI.create(server.endpoint() + sent.path() + Signing.mark(sent));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target)
                        .method(sent.method(), BodyPublishers.ofString(sent.body()));
        sent.headers().forEach(request::header);
        return request;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
