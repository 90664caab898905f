package dev.varve.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Action;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may do what: one table, asked of a real server over every surface.
class AuthorizationMatrixIT {
    /// A row is an action and where; then a column for each [Caller] in their order: `y` or `-`. What
    /// surfaces offer has one result on all of them.
    private static final String TABLE =
            """
            LIST_BUCKETS      .    y y y y y y - - -
            WHO_AM_I          .    y y y y y y - - -
            CREATE_BUCKET     .    y - - - - - - - -
            DELETE_BUCKET     .    y - - - - - - - -
            READ_BUCKET       .    y y y y y - - - -
            CHANGE_BUCKET     .    y - - - - - - - -
            READ_STATS        .    y y y y - - - - -
            LIST              in/  y y y y y - - - -
            LIST              out/ y y y y - - - - -
            READ_OBJECT       in/  y y y y y - - - -
            READ_OBJECT       out/ y y y y - - - - -
            INSPECT_OBJECT    in/  y y y y y - - - -
            INSPECT_OBJECT    out/ y y y y - - - - -
            READ_VERSION      in/  y y y y y - - - -
            READ_VERSION      out/ y y y y - - - - -
            READ_HISTORY      in/  y y - - y - - - -
            READ_HISTORY      out/ y y - - - - - - -
            WRITE_OBJECT      in/  y y y - y - - - -
            WRITE_OBJECT      out/ y y y - - - - - -
            DELETE_OBJECT     in/  y y - - y - - - -
            DELETE_OBJECT     out/ y y - - - - - - -
            BYPASS_GOVERNANCE in/  y - - - y - - - -
            BYPASS_GOVERNANCE out/ y - - - - - - - -
            MANAGE_LINKS      in/  y y y y y - - - -
            MANAGE_LINKS      out/ y y y y - - - - -
            MANAGE_KEYS       .    y - - - y y - - -
            READ_ADDRESSES    .    y - - - - - - - -
            READ_JOURNAL      .    y - - - - - - - -
            MANAGE_WEBHOOKS   .    y - - - - - - - -
            MANAGE_CLUSTER    .    y - - - - - - - -
            READ_TOTALS       .    y - - - - - - - -
            READ_CONFIG       .    y - - - - - - - -
            MAINTAIN          .    y - - - - - - - -
            """;

    private static final Pattern BLANKS = Pattern.compile(" +");

    /// Endpoints that no row is about.
    private static final Map<String, String> APART =
            Map.ofEntries(
                    Map.entry("getDocs", "for everybody"),
                    Map.entry("getOpenApiJson", "for everybody"),
                    Map.entry("getOpenApiYaml", "for everybody"),
                    Map.entry("tusOptions", "for everybody: what of tus there is"),
                    Map.entry("tusUploadOptions", "for everybody: what of tus there is"),
                    Map.entry("createCursor", "of events; what it is told, it may read"),
                    Map.entry("getCursor", "a cursor is for who made it, and for operators"),
                    Map.entry("ackCursor", "a cursor is for who made it, and for operators"),
                    Map.entry("deleteCursor", "a cursor is for who made it, and for operators"),
                    Map.entry("takeOutMember", "takes members; see ClusterResourceTest"),
                    Map.entry("promoteMember", "takes members; see ClusterResourceTest"),
                    Map.entry("getUnshipped", "takes members; see UnshippedResourceTest"),
                    Map.entry("pauseMember", "takes members; see ClusterResourceTest"),
                    Map.entry("resumeMember", "takes members; see ClusterResourceTest"),
                    Map.entry("startBackfill", "takes members; see ClusterResourceTest"),
                    Map.entry("unstage", "a staged body is for who staged it, and nobody else"));

    private static final int MIXED = 207;

    private static World world;

    @BeforeAll
    static void start() {
        world = new World();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    record Row(Action action, String place, Set<Caller> allowed) {
        static Row parse(String line) {
            List<String> cells = BLANKS.splitAsStream(line).toList();
            Caller[] callers = Caller.values();
            assertThat(cells).as(line).hasSize(2 + callers.length);
            Set<Caller> allowed = EnumSet.noneOf(Caller.class);
            for (int i = 0; i < callers.length; i++) {
                if (cells.get(2 + i).equals("y")) {
                    allowed.add(callers[i]);
                }
            }
            return new Row(Action.valueOf(cells.get(0)), cells.get(1), allowed);
        }

        @Override
        public String toString() {
            return action + " " + place;
        }

        /// As of a cell of this row.
        List<Sent> requests(Surface surface, Requests cell) {
            return cell.of(surface, action);
        }

        Requests sample() {
            return new Requests("bucket", place.equals(".") ? "in/key" : place + "key", "version");
        }
    }

    static Stream<Row> rows() {
        return TABLE.lines().map(Row::parse);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everySurfaceAnswersAsTheTableSays(Row row) {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Surface surface : Surface.values()) {
            int requests = row.requests(surface, row.sample()).size();
            for (int i = 0; i < requests; i++) {
                for (Caller caller : Caller.values()) {
                    ask(row, surface, caller, i).ifPresent(wrong::add);
                    asked++;
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isPositive();
    }

    /// What is wrong with the answer.
    ///
    /// @param number of the request, of those that the surface has for the row
    private static Optional<String> ask(Row row, Surface surface, Caller caller, int number) {
        Requests cell = world.prepare(row.place());
        Sent sent = row.requests(surface, cell).get(number);
        HttpResponse<String> answer = world.ask(cell, surface, caller, sent);
        boolean right =
                row.allowed().contains(caller)
                        ? isDone(answer)
                        : isRefused(surface, caller, sent, answer) && isKept(row, cell);
        return right
                ? Optional.empty()
                : Optional.of(
                        "%s %s: %s %s: %d %s"
                                .formatted(
                                        surface,
                                        caller,
                                        sent.method(),
                                        sent.path(),
                                        answer.statusCode(),
                                        answer.body()));
    }

    /// Nothing is fetched from this machine, and no chore replayed, whoever asks: who is told so was
    /// allowed to ask.
    private static boolean isDone(HttpResponse<String> answer) {
        return answer.body().contains("\"code\":\"FetchRefused\"")
                || answer.body().contains("follows no journal")
                || (answer.statusCode() / 100 == 2 && answer.statusCode() != MIXED);
    }

    private static boolean isRefused(
            Surface surface, Caller caller, Sent sent, HttpResponse<String> answer) {
        boolean dead = caller == Caller.EXPIRED || caller == Caller.REVOKED;
        boolean unknown = !surface.isS3() && (dead || caller == Caller.ANONYMOUS);
        String nobody = unknown ? "Unauthenticated" : "AccessDenied";
        return status(answer) == (unknown ? 401 : 403)
                && (sent.method().equals("HEAD")
                        || answer.body().contains(dead ? "InvalidAccessKeyId" : nobody));
    }

    /// Of the only item, where there could have been many.
    private static int status(HttpResponse<String> answer) {
        return answer.statusCode() == MIXED
                ? World.json(answer.body()).at("/results/0/status").asInt()
                : answer.statusCode();
    }

    /// Who is refused changes nothing.
    private static boolean isKept(Row row, Requests cell) {
        if (row.place().equals(".")) {
            world.asOwner(Sent.of("GET", "/" + cell.bucket()).query("location="));
            return true;
        }
        String past = "versionId=" + cell.version();
        String locked = "/" + Requests.LOCKED + "/" + cell.key();
        return isKept(Sent.of("GET", locked).query(past))
                && isKept(Sent.of("GET", "/" + Requests.SHARED + "/" + cell.key()));
    }

    private static boolean isKept(Sent object) {
        return world.asOwner(object).body().equals("kept");
    }

    /// Each of two places counts.
    @ParameterizedTest
    @ValueSource(strings = {"in/ out/", "out/ in/"})
    void scopedKeyCopiesNeitherIntoItsPlaceNorOutOfIt(String places) {
        Requests from = world.prepare(places.substring(0, places.indexOf(' ')));
        Requests to = world.prepare(places.substring(places.indexOf(' ') + 1));
        String source = "/" + Requests.SHARED + "/" + from.key();
        Sent onS3 =
                Sent.of("PUT", "/" + Requests.SHARED + "/" + to.key())
                        .header("x-amz-copy-source", source);
        String body =
                "{\"from\":{\"key\":\"%s\"},\"to\":{\"key\":\"%s\"}}"
                        .formatted(from.key(), to.key());
        String bucket = "/v1/buckets/" + Requests.SHARED;
        assertThat(world.send(Surface.S3_HEADER, Caller.SCOPED, onS3).statusCode()).isEqualTo(403);
        for (String how : List.of("/copy", "/move")) {
            Sent onV1 = Sent.of("POST", bucket + how).body(body);
            assertThat(world.send(Surface.V1_BASIC, Caller.SCOPED, onV1).statusCode())
                    .isEqualTo(403);
            assertThat(world.send(Surface.V1_BASIC, Caller.EDITOR, onV1).statusCode())
                    .isEqualTo(201);
            world.asOwner(Sent.of("PUT", source).body("kept"));
        }
    }

    /// Whose key is for a part is told of the part: the figures of the bucket are of all keys.
    @Test
    void scopedKeyFindsNoFiguresOfTheWholeBucket() {
        Sent figures = Sent.of("GET", "/v1/stats/buckets").query("prefix=" + Requests.SHARED);

        assertThat(world.send(Surface.V1_BASIC, Caller.READONLY, figures).body())
                .contains(Requests.SHARED);
        assertThat(world.send(Surface.V1_BASIC, Caller.SCOPED, figures).body())
                .doesNotContain(Requests.SHARED);
    }

    enum End {
        REVOKED,
        EXPIRED
    }

    @ParameterizedTest
    @EnumSource
    void linksDieWithTheKeyThatMadeThem(End end) {
        World.Pair pair = world.make("owner", "\"role\":\"editor\"");
        Requests cell = world.prepare("in/");
        List<Sent> links = new ArrayList<>();
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
            links.add(Sent.of(method, world.linkOf(pair, cell, method)));
        }
        assertThat(world.asNobody(links.getFirst()).body()).isEqualTo("kept");
        if (end == End.REVOKED) {
            world.revoke(pair);
        } else {
            world.expire(pair);
        }
        for (Sent link : links) {
            HttpResponse<String> answer = world.asNobody(link);
            assertThat(answer.statusCode()).as("%s", link.method()).isEqualTo(410);
            if (!link.method().equals("HEAD")) {
                assertThat(answer.body()).contains("\"code\":\"LinkRevoked\"");
            }
        }
        assertThat(isKept(Sent.of("GET", "/" + Requests.SHARED + "/" + cell.key()))).isTrue();
    }

    @Test
    void secretsAreInNoLogLine() throws Exception {
        List<Surface> plain = Stream.of(Surface.values()).filter(Surface::isPlain).toList();
        for (Surface surface : plain) {
            world.send(surface, Caller.EDITOR, Sent.of("GET", "/v1/whoami"));
        }
        String log;
        do {
            Thread.sleep(10);
            log = Files.readString(world.accessLog());
        } while (Pattern.compile("v1.whoAmI").matcher(log).results().count() < plain.size());
        for (String secret : world.secrets()) {
            assertThat(log).doesNotContain(secret);
        }
    }

    @Test
    void noActionIsForgotten() {
        Set<Action> named = EnumSet.noneOf(Action.class);
        rows().forEach(row -> named.add(row.action()));
        assertThat(named).isEqualTo(EnumSet.allOf(Action.class));
    }

    /// A new one takes a request in [ApiRequests], or a reason why not.
    @Test
    void noEndpointIsForgotten() {
        Operations all = Operations.of(world.asNobody(Sent.of("GET", "/v1/openapi.json")).body());
        Set<String> asked = new TreeSet<>();
        rows().forEach(row ->
                Stream.of(Surface.values())
                        .filter(surface -> !surface.isS3())
                        .flatMap(surface -> row.requests(surface, row.sample()).stream())
                        .forEach(sent -> asked.add(all.of(sent))));
        assertThat(asked).doesNotContainAnyElementsOf(APART.keySet());
        asked.addAll(APART.keySet());
        assertThat(asked).isEqualTo(all.names());
    }
}
