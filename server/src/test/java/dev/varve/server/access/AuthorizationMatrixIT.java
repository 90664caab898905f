package dev.varve.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Action;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may do what: one table, asked of a real server over every surface.
class AuthorizationMatrixIT {
    /// A row is an action and where; then a column for each [Caller] in their order: `y` or `-`. What no
    /// surface offers is not in the table.
    private static final String TABLE =
            """
            LIST_BUCKETS      .    y y y y y y - - -
            WHO_AM_I          .    y y y y y y - - -
            CREATE_BUCKET     .    y - - - - - - - -
            DELETE_BUCKET     .    y - - - - - - - -
            READ_BUCKET       .    y y y y y - - - -
            CHANGE_BUCKET     .    y - - - - - - - -
            LIST              in/  y y y y y - - - -
            LIST              out/ y y y y - - - - -
            READ_OBJECT       in/  y y y y y - - - -
            READ_OBJECT       out/ y y y y - - - - -
            INSPECT_OBJECT    in/  y y y y y - - - -
            INSPECT_OBJECT    out/ y y y y - - - - -
            READ_HISTORY      in/  y y y y y - - - -
            READ_HISTORY      out/ y y y y - - - - -
            WRITE_OBJECT      in/  y y y - y - - - -
            WRITE_OBJECT      out/ y y y - - - - - -
            DELETE_OBJECT     in/  y y - - y - - - -
            DELETE_OBJECT     out/ y y - - - - - - -
            BYPASS_GOVERNANCE in/  y - - - y - - - -
            BYPASS_GOVERNANCE out/ y - - - - - - - -
            MANAGE_KEYS       .    y - - - y y - - -
            """;

    private static final Pattern BLANKS = Pattern.compile(" +");

    /// What no surface offers yet. A surface that comes to offer one brings it into the table.
    private static final Set<Action> NOWHERE =
            EnumSet.of(
                    Action.READ_STATS,
                    Action.MANAGE_LINKS,
                    Action.READ_TOTALS,
                    Action.READ_CONFIG,
                    Action.MAINTAIN);

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
            String place = cells.get(1).equals(".") ? "in/" : cells.get(1);
            Caller[] callers = Caller.values();
            assertThat(cells).as(line).hasSize(2 + callers.length);
            Set<Caller> allowed = EnumSet.noneOf(Caller.class);
            for (int i = 0; i < callers.length; i++) {
                if (cells.get(2 + i).equals("y")) {
                    allowed.add(callers[i]);
                }
            }
            return new Row(Action.valueOf(cells.get(0)), place, allowed);
        }

        @Override
        public String toString() {
            return action + " " + place;
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
            for (Caller caller : Caller.values()) {
                boolean allowed = row.allowed().contains(caller);
                Optional<String> answer = ask(row, surface, caller, allowed);
                asked += answer.isPresent() ? 1 : 0;
                answer.filter(text -> !text.isEmpty())
                        .ifPresent(text -> wrong.add(surface + " " + caller + ": " + text));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isPositive();
    }

    /// What is wrong; an empty text for nothing, nothing where the surface has no such action.
    private static Optional<String> ask(Row row, Surface surface, Caller caller, boolean allowed) {
        Requests requests = world.prepare(row.place());
        return requests.of(surface, row.action())
                .map(sent -> {
                    HttpResponse<String> answer = world.send(surface, caller, sent);
                    return isRight(surface, caller, allowed, answer) && isKept(requests, allowed)
                            ? ""
                            : answer.statusCode() + " " + answer.body();
                });
    }

    private static boolean isRight(
            Surface surface, Caller caller, boolean allowed, HttpResponse<String> answer) {
        if (allowed) {
            return answer.statusCode() / 100 == 2;
        }
        boolean dead = caller == Caller.EXPIRED || caller == Caller.REVOKED;
        boolean unknown = dead || caller == Caller.ANONYMOUS;
        int status = !surface.isS3() && unknown ? 401 : 403;
        return answer.statusCode() == status
                && (!dead || answer.body().contains("InvalidAccessKeyId"));
    }

    /// Who is refused changes nothing.
    private static boolean isKept(Requests requests, boolean allowed) {
        if (allowed) {
            return true;
        }
        String object = "/" + Requests.SHARED + "/" + requests.key();
        world.asOwner(Sent.of("GET", "/" + requests.bucket()).query("location="));
        world.asOwner(
                Sent.of("GET", "/" + Requests.LOCKED + "/" + requests.key())
                        .query("versionId=" + requests.version()));
        return world.asOwner(Sent.of("GET", object)).body().equals("kept");
    }

    @Test
    void secretsAreInNoLogLine() throws Exception {
        for (Surface surface : Surface.values()) {
            world.send(surface, Caller.EDITOR, Sent.of("GET", "/v1/whoami"));
        }
        String log;
        do {
            Thread.sleep(10);
            log = Files.readString(world.accessLog());
        } while (Pattern.compile("v1.whoAmI").matcher(log).results().count() < 6);
        for (String secret : world.secrets()) {
            assertThat(log).doesNotContain(secret);
        }
    }

    @Test
    void noActionIsForgotten() {
        Set<Action> named = EnumSet.copyOf(NOWHERE);
        rows().forEach(row -> named.add(row.action()));
        assertThat(named).isEqualTo(EnumSet.allOf(Action.class));
        Requests any = new Requests("bucket", "in/key", "version");
        for (Action action : Action.values()) {
            boolean offered =
                    Arrays.stream(Surface.values())
                            .anyMatch(surface -> any.of(surface, action).isPresent());
            assertThat(offered).as("%s", action).isEqualTo(!NOWHERE.contains(action));
        }
    }
}
