package dev.varve.server.access;

import dev.varve.server.auth.Action;
import dev.varve.server.http.ops.LogLevel;
import java.util.List;
import java.util.stream.Stream;

/// What asks for an action under `/v1`: every endpoint that takes it, the one first that is asked with
/// all kinds of credentials. What takes several actions stands where the strictest is.
record ApiRequests(Requests cell) {
    private static final String SHARED = "/v1/buckets/" + Requests.SHARED;
    private static final String LOCKED = "/v1/buckets/" + Requests.LOCKED;

    /// Some of what each caller may who manages keys.
    private static final String GRANTS =
            "{\"grants\":[{\"rights\":[\"read\"],\"bucket\":\"others\",\"prefix\":\"in/\"}]}";

    List<Sent> of(Action action) {
        return switch (action) {
            case LIST_BUCKETS, WHO_AM_I, READ_TOTALS, READ_CONFIG, MAINTAIN -> ofServer(action);
            case CREATE_BUCKET, DELETE_BUCKET, READ_BUCKET, CHANGE_BUCKET, READ_STATS ->
                    ofBucket(action);
            case LIST -> lists();
            case READ_OBJECT -> reads();
            case INSPECT_OBJECT ->
                    List.of(
                            get(at(LOCKED, "tags")),
                            get(at(LOCKED, "metadata")),
                            get(at(LOCKED, "lock")));
            case READ_HISTORY ->
                    List.of(
                            get(at(SHARED, "versions")),
                            get(at(SHARED, "objects")).query("version=null"));
            case WRITE_OBJECT -> writes();
            case DELETE_OBJECT -> deletes();
            case BYPASS_GOVERNANCE -> bypasses();
            case MANAGE_LINKS ->
                    List.of(post("/v1/links", inBucket("\"method\":\"GET\",\"key\":\"KEY\"")));
            case MANAGE_KEYS -> keys();
        };
    }

    private static List<Sent> ofServer(Action action) {
        return switch (action) {
            case LIST_BUCKETS -> List.of(get("/v1/buckets"), get("/v1/stats/buckets"));
            case WHO_AM_I ->
                    List.of(
                            get("/v1/whoami"),
                            get("/v1/info"),
                            Sent.of("DELETE", "/v1/links/{link}"),
                            Sent.of("POST", "/v1/links/revoke-all"));
            case READ_TOTALS -> List.of(get("/v1/stats"));
            case READ_CONFIG -> List.of(get("/v1/config"), get("/v1/log-level"));
            case MAINTAIN ->
                    List.of(
                            get("/v1/maintenance/jobs"),
                            get("/v1/maintenance/jobs/{job}"),
                            Sent.of("POST", "/v1/maintenance/flush"),
                            Sent.of("PUT", "/v1/log-level")
                                    .body("{\"level\":\"" + LogLevel.now().word() + "\"}"));
            default -> throw new IllegalArgumentException(action + " is not of the server");
        };
    }

    private List<Sent> ofBucket(Action action) {
        String own = "/v1/buckets/" + cell.bucket();
        return switch (action) {
            case CREATE_BUCKET ->
                    List.of(post("/v1/buckets", "{\"name\":\"" + cell.bucket() + "-new\"}"));
            case DELETE_BUCKET -> List.of(Sent.of("DELETE", own));
            case READ_BUCKET -> List.of(get(SHARED), get(SHARED + "/settings"));
            case CHANGE_BUCKET ->
                    List.of(
                            Sent.of("PATCH", own + "/settings")
                                    .body("{\"versioning\":\"enabled\"}"));
            case READ_STATS -> List.of(get(SHARED + "/stats"));
            default -> throw new IllegalArgumentException(action + " is not of buckets");
        };
    }

    private List<Sent> lists() {
        String below = "prefix=" + Requests.encoded(cell.folder());
        return List.of(
                get(SHARED + "/objects").query(below),
                get(SHARED + "/versions").query(below),
                get(SHARED + "/uploads").query(below));
    }

    private List<Sent> reads() {
        List<Sent> all =
                List.of(
                        get(at(SHARED, "objects")),
                        Sent.of("HEAD", at(SHARED, "objects")),
                        part("require", "\"key\":\"KEY\",\"if_match\":\"*\""));
        return withOfAnyKey(all, List.of(get(SHARED + "/content/{content}")));
    }

    private List<Sent> writes() {
        List<Sent> all =
                List.of(
                        Sent.of("PUT", at(SHARED, "objects")).body("changed"),
                        Sent.of("PUT", at(SHARED, "tags")).body("{\"tags\":{\"a\":\"b\"}}"),
                        Sent.of("DELETE", at(SHARED, "tags")),
                        Sent.of("PUT", at(SHARED, "metadata")).body("{}"),
                        Sent.of("PUT", at(LOCKED, "lock")).body("{\"legal_hold\":false}"),
                        Sent.of("POST", SHARED + "/undelete/{gone}"),
                        post(SHARED + "/copy", fromTo("copied")),
                        part("copy", inner(fromTo("copied"))),
                        part("change", "\"key\":\"KEY\",\"tags\":{\"a\":\"b\"}"),
                        post(
                                SHARED + "/fetch",
                                "{\"url\":\"http://127.0.0.1:1/\",\"key\":\"KEY\"}"),
                        form("/" + cell.folder()));
        return withOfAnyKey(
                Stream.concat(all.stream(), uploads()).toList(),
                List.of(Sent.of("POST", SHARED + "/content").body("changed"), form("")));
    }

    private Stream<Sent> uploads() {
        String upload = "/v1/uploads/{chunks}";
        return Stream.of(
                Sent.of("POST", SHARED + "/staged")
                        .query("prefix=" + Requests.encoded(cell.folder()))
                        .body("changed"),
                post(SHARED + "/uploads", "{\"key\":\"KEY\",\"size\":1,\"chunk_size\":1}"),
                Sent.of("PUT", upload + "/chunks/1").body("y"),
                get(upload),
                Sent.of("POST", upload + "/complete"),
                Sent.of("DELETE", upload));
    }

    private Sent form(String below) {
        return Sent.of("POST", SHARED + "/form" + below)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .body(
                        """
                        --b
                        Content-Disposition: form-data; name="file"; filename="NAME"

                        changed
                        --b--
                        """
                                .replace("NAME", cell.name())
                                .replace("\n", "\r\n"));
    }

    /// What names no key takes a key that is not limited to a prefix.
    private List<Sent> withOfAnyKey(List<Sent> of, List<Sent> more) {
        return cell.folder().equals("in/")
                ? of
                : Stream.concat(of.stream(), more.stream()).toList();
    }

    private List<Sent> deletes() {
        return List.of(
                Sent.of("DELETE", at(SHARED, "objects")),
                post(SHARED + "/delete", "{\"objects\":[{\"key\":\"KEY\"}]}"),
                Sent.of("DELETE", SHARED + "/objects")
                        .query("prefix=" + Requests.encoded(cell.key())),
                post(SHARED + "/move", fromTo("moved")),
                post(
                        SHARED + "/move",
                        "{\"from\":{\"prefix\":\"KEY\"},\"to\":{\"prefix\":\"%smoved-%s\"}}"
                                .formatted(cell.folder(), cell.name())),
                part("move", inner(fromTo("moved"))),
                part("delete", "\"key\":\"KEY\""));
    }

    private List<Sent> bypasses() {
        String past = "version=" + cell.version() + "&bypass=true";
        return List.of(
                Sent.of("DELETE", at(LOCKED, "objects")).query(past),
                Sent.of("PUT", at(LOCKED, "lock")).query(past).body("{\"mode\":\"none\"}"),
                post(
                        LOCKED + "/delete",
                        "{\"objects\":[{\"key\":\"KEY\",\"version\":\"%s\"}],\"bypass\":true}"
                                .formatted(cell.version())));
    }

    private static List<Sent> keys() {
        String one = "/v1/keys/{spare}";
        return List.of(
                get("/v1/keys"),
                Sent.of("POST", "/v1/keys").body(GRANTS),
                get(one),
                Sent.of("PATCH", one).body("{\"label\":\"changed\"}"),
                Sent.of("DELETE", one));
    }

    private static Sent get(String path) {
        return Sent.of("GET", path);
    }

    private Sent post(String path, String json) {
        return Sent.of("POST", path).body(json.replace("KEY", cell.key()));
    }

    /// A transaction of one part.
    private Sent part(String kind, String json) {
        return post("/v1/transactions", "{\"parts\":[{\"" + kind + "\":" + inBucket(json) + "}]}");
    }

    private static String inBucket(String json) {
        return "{\"bucket\":\"" + Requests.SHARED + "\"," + json + "}";
    }

    private static String fromTo(String suffix) {
        return "{\"from\":{\"key\":\"KEY\"},\"to\":{\"key\":\"KEY-" + suffix + "\"}}";
    }

    private static String inner(String json) {
        return json.substring(1, json.length() - 1);
    }

    private String at(String bucket, String what) {
        return bucket + "/" + what + "/" + cell.key();
    }
}
