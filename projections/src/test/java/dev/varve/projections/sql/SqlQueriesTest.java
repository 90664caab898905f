package dev.varve.projections.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.log.Position;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.RandomStory;
import dev.varve.projections.sql.SqlRefused.Why;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SqlQueriesTest {
    private static final QueryLimits LIMITS =
            new QueryLimits(Duration.ofSeconds(5), 100, 1 << 20, 1024, 0);
    private static final String ENDLESS =
            "WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x) ";

    @TempDir private static Path directory;
    private static SqlView view;
    private static SqlQueries queries;
    private static int events;

    @BeforeAll
    static void fill() {
        Path file = directory.resolve("sql/varve.db");
        view = SqlView.open(file);
        try (MemoryViewStore store = new MemoryViewStore()) {
            RandomStory story = new RandomStory(7, store);
            story.tell(300);
            view.apply(story.told());
            events = story.told().size();
        }
        queries = new SqlQueries(file, 2);
    }

    @AfterAll
    static void close() {
        view.close();
    }

    private static SqlAnswer ask(String text, @Nullable Object... parameters) throws Exception {
        return queries.answer(new SqlQuery(text, Arrays.asList(parameters)), LIMITS);
    }

    private static SqlRefused refused(String text) {
        return refused(text, LIMITS);
    }

    private static SqlRefused refused(String text, QueryLimits limits) {
        return catchThrowableOfType(
                SqlRefused.class, () -> queries.answer(new SqlQuery(text, List.of()), limits));
    }

    @Test
    void answersWithPosition() throws Exception {
        SqlAnswer answer = ask("SELECT count(*) AS n, ? AS t, ? AS none FROM events", "text", null);
        assertThat(answer.columns()).containsExactly("n", "t", "none");
        assertThat(answer.rows()).containsExactly(Arrays.asList(events, "text", null));
        assertThat(answer.truncated()).isFalse();
        assertThat(answer.position()).isEqualTo(new Position(events - 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                " select 1 ;",
                "-- why\nSELECT 1 /* ; */ ; -- done",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "VALUES (1), (2)",
                "EXPLAIN QUERY PLAN SELECT * FROM objects",
                "SELECT 'PRAGMA x; ATTACH y', \"key\", [key], `key` FROM objects",
                "SELECT replace(key, 'a', 'b') FROM versions",
                "SELECT count(*) FROM daily WHERE day >= date('now', '-7 days')"
            })
    void answersWhatOnlyReads(String text) throws Exception {
        assertThat(ask(text).columns()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "-- nothing",
                "INSERT INTO usage (bucket_id) VALUES ('x')",
                "UPDATE versions SET size = 0",
                "DELETE FROM events",
                "REPLACE INTO usage (bucket_id) VALUES ('x')",
                "WITH x AS (SELECT 1) DELETE FROM events",
                "WITH x AS (SELECT 1) INSERT INTO usage (bucket_id) SELECT 'x'",
                "DROP TABLE events",
                "CREATE TABLE t (a)",
                "CREATE TEMP TABLE t (a)",
                "ALTER TABLE events RENAME TO e",
                "PRAGMA query_only = OFF",
                "pragma journal_mode = delete",
                "EXPLAIN PRAGMA query_only = OFF",
                "EXPLAIN QUERY PLAN PRAGMA query_only = OFF",
                "EXPLAIN SELECT 1",
                "/* x */ PRAGMA query_only = OFF",
                "SELECT * FROM pragma_database_list",
                "SELECT * FROM \"pragma_database_list\"",
                "SELECT * FROM [PRAGMA_table_list]",
                "ATTACH 'x.db' AS x",
                "ATTACH DATABASE ':memory:' AS x",
                "DETACH main",
                "VACUUM",
                "VACUUM INTO '/tmp/varve-stolen.db'",
                "REINDEX",
                "ANALYZE",
                "BEGIN",
                "COMMIT",
                "SAVEPOINT a",
                "SELECT load_extension('x')",
                "SELECT \"load_extension\"('x')",
                "SELECT writefile('/tmp/varve-stolen', 'x')",
                "SELECT readfile('/etc/passwd')",
                "SELECT edit('x')",
                "SELECT 1; SELECT 2",
                "SELECT 1;;",
                "SELECT 1; DROP TABLE events",
                "SELECT 1 /* ; */; PRAGMA query_only = OFF",
                "SELECT '1'';' ; SELECT 2",
                "SELEC 1",
                "SELECT * FROM nowhere",
                "(SELECT 1)",
                "'SELECT' SELECT 1",
                "SELECT ?"
            })
    void refusesEverythingElse(String text) throws Exception {
        SqlRefused refused = refused(text);
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.why()).isEqualTo(Why.NOT_ALLOWED);
        assertThat(ask("SELECT count(*) FROM events").rows().getFirst()).containsExactly(events);
        try (var files = Files.list(directory.resolve("sql"))) {
            assertThat(files)
                    .allMatch(each -> each.getFileName().toString().startsWith("varve.db"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ENDLESS + "SELECT count(*) FROM x",
                ENDLESS + "SELECT max(i) FROM x",
                ENDLESS + "SELECT i FROM x ORDER BY i",
                "SELECT count(*) FROM events a, events b, events c, events d, events e",
                ENDLESS + "SELECT sum(length(randomblob(100000))) FROM x"
            })
    void stopsWhatDoesNotEnd(String text) {
        long began = System.nanoTime();
        SqlRefused refused = refused(text, LIMITS.with(Duration.ofMillis(300), 100));
        assertThat(refused.why()).isEqualTo(Why.TOO_LONG);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void limitsRowsAndBytesAndValues() throws Exception {
        SqlAnswer rows = ask(ENDLESS + "SELECT i FROM x");
        assertThat(rows.rows()).hasSize(100);
        assertThat(rows.truncated()).isTrue();
        SqlAnswer bytes = ask(ENDLESS + "SELECT printf('%.*c', 200000, 'x') FROM x");
        assertThat(bytes.rows()).hasSize(5);
        assertThat(bytes.truncated()).isTrue();
        for (String big :
                List.of(
                        "SELECT zeroblob(1000000000)",
                        "SELECT randomblob(300000)",
                        "SELECT printf('%.*c', 300000, 'x')",
                        "SELECT group_concat(printf('%.*c', 1000, 'x')) FROM events")) {
            assertThat(refused(big)).hasMessageContaining("too big");
        }
    }

    @Test
    void stopsBeforeTheVolumeIsFull() {
        QueryLimits nothing = new QueryLimits(Duration.ofSeconds(20), 1, 1, 64, Long.MAX_VALUE);
        assertThat(refused(ENDLESS + "SELECT i FROM x ORDER BY i", nothing).why())
                .isEqualTo(Why.TOO_MUCH);
    }

    @Test
    void answersOnlySoManyAtATime() throws Exception {
        CountDownLatch began = new CountDownLatch(2);
        QueryLimits slow = LIMITS.with(Duration.ofSeconds(3), 1);
        Thread[] threads = new Thread[2];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.startVirtualThread(() -> {
                        began.countDown();
                        refused(ENDLESS + "SELECT count(*) FROM x", slow);
                    });
        }
        assertThat(began.await(5, TimeUnit.SECONDS)).isTrue();
        Thread.sleep(200);
        assertThat(refused("SELECT 1").why()).isEqualTo(Why.BUSY);
        for (Thread each : threads) {
            each.join();
        }
        assertThat(ask("SELECT 1").rows()).hasSize(1);
    }

    @Test
    void saysSoWhereTheTablesAreGone() {
        SqlQueries none = new SqlQueries(directory.resolve("nowhere.db"), 1);
        assertThatThrownBy(() -> none.answer(new SqlQuery("SELECT 1", List.of()), LIMITS))
                .hasMessageContaining("cannot be read");
    }
}
