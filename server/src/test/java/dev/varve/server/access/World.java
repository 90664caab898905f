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
    private static final String ALL =
            "[{\"rights\":[\"read\",\"write\",\"delete\",\"list\",\"admin\"],\"bucket\":\"%s\"%s}]";

    private final LiveServer server = LiveServer.start(Scheme.HTTP);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Caller, Pair> keys = new EnumMap<>(Caller.class);
    private final AtomicInteger cells = new AtomicInteger();
    private final Pair owner;

    /// A key and its secret.
    record Pair(String key, String secret) {}

    World() {
        owner = make("owner", "\"grants\":" + ALL.formatted("*", ""));
        keys.put(Caller.ADMIN, make("boss", "\"role\":\"admin\""));
        keys.put(Caller.EDITOR, make("owner", "\"role\":\"editor\""));
        keys.put(Caller.UPLOADER, make("owner", "\"role\":\"uploader\""));
        keys.put(Caller.READONLY, make("owner", "\"role\":\"readonly\""));
        keys.put(
                Caller.SCOPED,
                make("owner", "\"grants\":" + ALL.formatted("*", ",\"prefix\":\"in/\"")));
        keys.put(Caller.OTHER, make("other", "\"grants\":" + ALL.formatted("others", "")));
        keys.put(
                Caller.EXPIRED,
                make(
                        "owner",
                        "\"expires\":\"2020-01-01T00:00:00Z\",\"grants\":"
                                + ALL.formatted("*", "")));
        Pair revoked = make("owner", "\"grants\":" + ALL.formatted("*", ""));
        keys.put(Caller.REVOKED, revoked);
        done(Surface.V1_BASIC, ROOT, Sent.of("DELETE", "/v1/keys/" + revoked.key()));
        asOwner(Sent.of("PUT", "/" + Requests.SHARED));
        asOwner(
                Sent.of("PUT", "/" + Requests.LOCKED)
                        .header("x-amz-bucket-object-lock-enabled", "true"));
    }

    private Pair make(String user, String rights) {
        String body = "{\"user\":\"" + user + "\"," + rights + "}";
        JsonNode made =
                json(done(Surface.V1_BASIC, ROOT, Sent.of("POST", "/v1/keys").body(body)).body());
        return new Pair(made.at("/id").asText(), made.at("/secret").asText());
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

    private HttpResponse<String> done(Surface surface, Pair pair, Sent sent) {
        HttpResponse<String> answer = send(request(surface, pair, sent));
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(sent + ": " + answer.statusCode() + answer.body());
        }
        return answer;
    }

    /// What a cell is about: an object at the place, a bucket that may go, and a locked version.
    Requests prepare(String place) {
        int cell = cells.incrementAndGet();
        String bucket = "cell-" + cell;
        String key = place + "key-" + cell;
        asOwner(Sent.of("PUT", "/" + bucket));
        asOwner(Sent.of("PUT", "/" + Requests.SHARED + "/" + key).body("kept"));
        HttpResponse<String> locked =
                asOwner(
                        new Sent(
                                "PUT",
                                "/" + Requests.LOCKED + "/" + key,
                                "",
                                Map.of(
                                        "x-amz-object-lock-mode",
                                        "GOVERNANCE",
                                        "x-amz-object-lock-retain-until-date",
                                        "2099-01-01T00:00:00Z"),
                                "kept"));
        String version = locked.headers().firstValue("x-amz-version-id").orElseThrow();
        return new Requests(bucket, key, version);
    }

    HttpResponse<String> send(Surface surface, Caller caller, Sent sent) {
        return send(
                caller == Caller.ANONYMOUS
                        ? plain(sent)
                        : request(surface, Objects.requireNonNull(keys.get(caller)), sent));
    }

    private HttpRequest request(Surface surface, Pair pair, Sent sent) {
        String both = pair.key() + ":" + pair.secret();
        return switch (surface) {
            case S3_HEADER, V1_SIGNED -> signed(pair, sent, false);
            case S3_PRESIGNED, V1_PRESIGNED -> signed(pair, sent, true);
            case V1_BASIC -> with(sent, "Basic " + base64(both));
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
