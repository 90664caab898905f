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
            case LIST_BUCKETS, WHO_AM_I, READ_JOURNAL, READ_TOTALS, READ_CONFIG, MAINTAIN ->
                    ofServer(action);
            case CREATE_BUCKET,
                    DELETE_BUCKET,
                    READ_BUCKET,
                    CHANGE_BUCKET,
                    READ_STATS,
                    READ_ADDRESSES ->
                    ofBucket(action);
            case LIST -> lists();
            case READ_OBJECT -> reads();
            case INSPECT_OBJECT ->
                    List.of(
                            get(at(LOCKED, "tags")),
                            get(at(LOCKED, "metadata")),
                            get(at(LOCKED, "lock")));
            case READ_VERSION ->
                    List.of(
                            get(at(SHARED, "versions")),
                            get(at(SHARED, "objects")).query("version=null"));
            case READ_HISTORY -> past();
            case WRITE_OBJECT -> writes();
            case DELETE_OBJECT -> deletes();
            case BYPASS_GOVERNANCE -> bypasses();
            case MANAGE_LINKS ->
                    List.of(post("/v1/links", inBucket("\"method\":\"GET\",\"key\":\"KEY\"")));
            case MANAGE_KEYS -> keys();
            case MANAGE_WEBHOOKS -> webhooks();
            case MANAGE_CLUSTER -> cluster();
        };
    }

    private static List<Sent> ofServer(Action action) {
        return switch (action) {
            case LIST_BUCKETS -> List.of(get("/v1/buckets"), get("/v1/stats/buckets"));
            case WHO_AM_I ->
                    List.of(
                            get("/v1/whoami"),
                            get("/v1/info"),
                            get("/v1/webhooks"),
                            get("/v1/cursors"),
                            Sent.of("DELETE", "/v1/links/{link}"),
                            Sent.of("POST", "/v1/links/revoke-all"));
            case READ_JOURNAL ->
                    List.of(
                            get("/v1/events").query("type=access-key-*"),
                            get("/v1/audit"),
                            Sent.of("POST", "/v1/query").body("{\"sql\":\"SELECT 1\"}"));
            case READ_TOTALS -> List.of(get("/v1/stats"), get("/v1/usage"));
            case READ_CONFIG -> List.of(get("/v1/config"), get("/v1/log-level"));
            case MAINTAIN ->
                    List.of(
                            get("/v1/maintenance/jobs"),
                            Sent.of("POST", "/v1/restore")
                                    .body("{\"as_of\":\"MOMENT\",\"dry_run\":true}"),
                            get("/v1/maintenance/reconcile"),
                            get("/v1/maintenance/quarantine"),
                            get("/v1/maintenance/scrub"),
                            get("/v1/maintenance/recompress"),
                            get("/v1/maintenance/jobs/{job}"),
                            get("/v1/journal"),
                            Sent.of("POST", "/v1/maintenance/flush"),
                            get("/v1/consumers"),
                            get("/v1/consumers/flush"),
                            Sent.of("POST", "/v1/consumers/key-uses/pause"),
                            Sent.of("POST", "/v1/consumers/key-uses/resume"),
                            Sent.of("POST", "/v1/consumers/flush/run"),
                            Sent.of("POST", "/v1/consumers/flush/replay").body("{\"from\":0}"),
                            Sent.of("PUT", "/v1/log-level")
                                    .body("{\"level\":\"" + LogLevel.now().word() + "\"}"));
            default -> throw new IllegalArgumentException(action + " is not of the server");
        };
    }

    private static List<Sent> cluster() {
        String layout =
                "{\"mode\":\"replicated\",\"members\":[{\"node\":\"self\",\"name\":\"a\","
                        + "\"urls\":[\"http://a:9000\"]}]}";
        return List.of(
                get("/v1/cluster"),
                get("/v1/cluster/format-level"),
                Sent.of("PUT", "/v1/cluster/format-level").body("{\"level\":1}"),
                get("/v1/cluster/digest"),
                Sent.of("PUT", "/v1/cluster").query("dry_run=true").body(layout),
                Sent.of("POST", "/v1/cluster/preview").body("{\"layout\":" + layout + "}"));
    }

    private List<Sent> ofBucket(Action action) {
        String own = "/v1/buckets/" + cell.bucket();
        return switch (action) {
            case CREATE_BUCKET ->
                    List.of(post("/v1/buckets", "{\"name\":\"" + cell.bucket() + "-new\"}"));
            case DELETE_BUCKET -> List.of(Sent.of("DELETE", own));
            case READ_BUCKET ->
                    List.of(get(SHARED), get(SHARED + "/settings"), get(SHARED + "/lifecycle"));
            case CHANGE_BUCKET ->
                    List.of(
                            Sent.of("PATCH", own + "/settings")
                                    .body("{\"versioning\":\"enabled\"}"),
                            Sent.of("PUT", own + "/lifecycle").body("{\"rules\":[]}"),
                            Sent.of("POST", own + "/lifecycle/preview").body("{}"),
                            Sent.of("DELETE", own + "/lifecycle"),
                            newWebhook(",\"bucket\":\"" + cell.bucket() + "\""),
                            get("/v1/webhooks").query("bucket=" + cell.bucket()));
            case READ_STATS -> List.of(get(SHARED + "/stats"), get(SHARED + "/usage"));
            case READ_ADDRESSES ->
                    List.of(
                            get("/v1/events")
                                    .query("bucket=" + Requests.SHARED + "&source=127.0.0.1"));
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

    /// What names a bucket alone is for whoever may see some of its past.
    private List<Sent> past() {
        String view = SHARED + "--at--{then}";
        String below = "prefix=" + Requests.encoded(cell.folder());
        List<Sent> all =
                List.of(
                        get(at(view, "objects")),
                        get(at(SHARED, "explain")),
                        get("/v1/events").query("bucket=" + Requests.SHARED + "&" + below),
                        Sent.of("HEAD", at(view, "objects")),
                        get(at(view, "tags")),
                        get(at(view, "metadata")),
                        get(at(view, "lock")),
                        get(at(view, "versions")),
                        get(view + "/objects").query(below),
                        get(view + "/versions").query(below),
                        post(
                                view + "/copy",
                                "{\"from\":{\"key\":\"KEY\"},\"to\":{\"bucket\":\"%s\",\"key\":\"KEY-past\"}}"
                                        .formatted(Requests.SHARED)));
        List<Sent> ofBucket = List.of(get(view), post(SHARED + "/at", "{\"as_of\":\"MOMENT\"}"));
        return cell.folder().equals("in/")
                ? Stream.concat(all.stream(), ofBucket.stream()).toList()
                : all;
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
                post(SHARED + "/purge", "{\"key\":\"KEY\"}"),
                Sent.of("DELETE", SHARED + "/objects")
                        .query("prefix=" + Requests.encoded(cell.key())),
                post(SHARED + "/move", fromTo("moved")),
                post(
                        SHARED + "/move",
                        "{\"from\":{\"prefix\":\"KEY\"},\"to\":{\"prefix\":\"%smoved-%s\"}}"
                                .formatted(cell.folder(), cell.name())),
                part("move", inner(fromTo("moved"))),
                restore("key"),
                restore("prefix"),
                part("delete", "\"key\":\"KEY\""));
    }

    /// To what it is anyhow.
    private Sent restore(String of) {
        return post(SHARED + "/restore", "{\"as_of\":\"MOMENT\",\"%s\":\"KEY\"}".formatted(of));
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

    /// Those of all buckets; what is asked about one of a bucket stands where buckets are changed.
    private List<Sent> webhooks() {
        String one = "/v1/webhooks/{webhook}";
        return List.of(
                newWebhook(""),
                get(one),
                Sent.of("PATCH", one).body("{\"prefix\":\"in/\"}"),
                Sent.of("POST", one + "/rotate").body("{}"),
                get(one + "/deliveries"),
                Sent.of("POST", one + "/test"),
                get(one + "/dead-letters"),
                Sent.of("POST", one + "/dead-letters/retry"),
                Sent.of("DELETE", one + "/dead-letters"),
                Sent.of("POST", one + "/replay").body("{\"from\":0}"),
                Sent.of("DELETE", one));
    }

    private Sent newWebhook(String more) {
        return Sent.of("POST", "/v1/webhooks")
                .body(
                        "{\"name\":\"new-%s\",\"url\":\"https://hooks.example.com\"%s}"
                                .formatted(cell.bucket(), more));
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
