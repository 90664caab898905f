package dev.varve.server.access;

import dev.varve.server.access.World.Pair;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What requests are about that must be made first, and whose names only the server knows: made when a
/// path has `{name}`, by somebody else than the caller.
final class Fixtures {
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
    private static final String SHARED = "/v1/buckets/" + Requests.SHARED;

    private final World world;
    private String job = "";

    Fixtures(World world) {
        this.world = world;
    }

    Sent resolve(Sent sent, Requests cell, Caller caller) {
        Matcher matcher = NAME.matcher(sent.path());
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

    private static String tail(HttpResponse<String> answer) {
        String location = answer.headers().firstValue("location").orElseThrow();
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
