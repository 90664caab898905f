package dev.varve.server.access;

import dev.varve.server.access.World.Pair;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What requests are about that must be made first, and whose names only the server knows: made when a
/// path has `{name}`, by somebody else than the caller.
final class Fixtures {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    private static final DateTimeFormatter THEN =
            DateTimeFormatter.ofPattern("uuuuMMdd't'HHmmssSSS'z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String SHARED = "/v1/buckets/" + Requests.SHARED;

    private final World world;
    private String job = "";

    Fixtures(World world) {
        this.world = world;
    }

    Sent resolve(Sent sent, Requests cell, Caller caller) {
        Matcher matcher = NAME.matcher(sent.path());
        if (sent.body().contains("MOMENT")) {
            return sent.body(sent.body().replace("MOMENT", then().toString()));
        }
        return matcher.find()
                ? sent.path(
                        matcher.replaceFirst(
                                Matcher.quoteReplacement(make(matcher.group(1), cell, caller))))
                : sent;
    }

    private String make(String name, Requests cell, Caller caller) {
        return switch (name) {
            case "spare" -> spare(caller).key();
            case "link" -> link(cell);
            case "gone" -> gone(cell);
            case "chunks" -> chunks(cell);
            case "tus" -> tail(world.asOwnerOnV1(cell.creation()));
            case "content" ->
                    tail(world.asOwnerOnV1(Sent.of("POST", SHARED + "/content").body("kept")));
            case "job" -> job();
            case "then" -> THEN.format(then());
            case "webhook" -> webhook(cell);
            default -> throw new IllegalArgumentException("nobody makes {" + name + "}");
        };
    }

    /// A further key of the caller's user, which may less than any key that manages keys.
    private Pair spare(Caller caller) {
        String user =
                switch (caller) {
                    case ADMIN -> "boss";
                    case OTHER -> "other";
                    default -> "owner";
                };
        return world.make(user, "\"grants\":[" + World.grant("others", "in/") + "]");
    }

    /// A store may have few, so those before go.
    private String webhook(Requests cell) {
        String all = "/v1/webhooks";
        World.json(world.asRoot(Sent.of("GET", all)).body())
                .at("/webhooks")
                .forEach(each ->
                        world.asRoot(Sent.of("DELETE", all + "/" + each.at("/name").asText())));
        String name = "all-" + cell.bucket();
        world.asRoot(
                Sent.of("POST", all)
                        .body("{\"name\":\"%s\",\"url\":\"https://a.example\"}".formatted(name)));
        return name;
    }

    private String link(Requests cell) {
        String body = World.newLink("GET", cell, "");
        return World.json(world.asOwnerOnV1(Sent.of("POST", "/v1/links").body(body)).body())
                .at("/id")
                .asText();
    }

    private String gone(Requests cell) {
        String key = cell.key() + "-gone";
        world.asOwner(Sent.of("PUT", "/" + Requests.SHARED + "/" + key).body("gone"));
        world.asOwner(Sent.of("DELETE", "/" + Requests.SHARED + "/" + key));
        return key;
    }

    private String chunks(Requests cell) {
        String body = "{\"key\":\"" + cell.key() + "\",\"size\":1,\"chunk_size\":1}";
        String upload = tail(world.asOwnerOnV1(Sent.of("POST", SHARED + "/uploads").body(body)));
        world.asOwnerOnV1(Sent.of("PUT", "/v1/uploads/" + upload + "/chunks/1").body("x"));
        return upload;
    }

    private String job() {
        if (job.isEmpty()) {
            job = tail(world.asRoot(Sent.of("POST", "/v1/maintenance/reconcile")));
        }
        return job;
    }

    /// A moment that is over, and after all that was made so far.
    private static Instant then() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return Instant.now().minusMillis(1);
    }

    private static String tail(HttpResponse<String> answer) {
        String location = answer.headers().firstValue("location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
