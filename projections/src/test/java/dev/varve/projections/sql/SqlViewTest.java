package dev.varve.projections.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketId;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.RandomStory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlViewTest {
    private static final int EVENTS = 1500;
    private static final String RANGES =
            "SELECT DISTINCT type FROM events"
                    + " WHERE type IN ('PrefixDeleted', 'PrefixMoved', 'RangesRestored')";

    @TempDir private Path directory;
    private final long seed = System.nanoTime();

    private Path file() {
        return directory.resolve("sql").resolve("varve.db");
    }

    private void assertSame(ObjectReader view) throws SQLException {
        try (SqlTables tables = new SqlTables(file())) {
            for (BucketId bucket : RandomStory.BUCKETS) {
                assertThat(tables.versions(bucket))
                        .as("seed %s", seed)
                        .isEqualTo(SqlTables.versions(view, bucket));
                assertThat(tables.usage(bucket))
                        .as("seed %s", seed)
                        .isEqualTo(SqlTables.usage(view, bucket));
            }
        }
    }

    @Test
    void saysWhatTheObjectViewSaysAfterEachBatch() throws SQLException {
        Random random = new Random(seed);
        try (MemoryViewStore store = new MemoryViewStore();
                SqlView sql = SqlView.open(file())) {
            RandomStory story = new RandomStory(seed, store);
            while (story.told().size() < EVENTS) {
                story.tell(1 + random.nextInt(150));
                catchUp(sql, story.told(), Integer.MAX_VALUE);
                assertSame(story.view());
            }
        }
        try (SqlTables tables = new SqlTables(file())) {
            assertThat(tables.rows(RANGES)).as("seed %s", seed).hasSize(3);
        }
    }

    private static void catchUp(SqlView sql, List<Recorded> told, int most) {
        int from = (int) sql.position().value() + 1;
        sql.apply(told.subList(from, (int) Math.min(told.size(), (long) from + most)));
    }

    @Test
    void goesOnWhereItWasAndKnowsItsPlace() throws SQLException {
        try (MemoryViewStore store = new MemoryViewStore()) {
            RandomStory story = new RandomStory(seed, store);
            story.tell(300);
            while (true) {
                try (SqlView sql = SqlView.open(file())) {
                    if (sql.position().value() == story.told().size() - 1) {
                        assertThat(sql.isAt(story.told().getLast())).isTrue();
                        assertThat(sql.isAt(story.told().getFirst())).isFalse();
                        break;
                    }
                    catchUp(sql, story.told(), 70);
                }
            }
            assertSame(story.view());
        }
    }

    @Test
    void takesBackABatchThatFails() throws SQLException {
        try (MemoryViewStore store = new MemoryViewStore();
                SqlView sql = SqlView.open(file())) {
            RandomStory story = new RandomStory(seed, store);
            story.tell(50);
            List<Recorded> told = List.copyOf(story.told());
            catchUp(sql, told, 30);
            Recorded gap = told.get(45);
            List<Recorded> broken = List.of(told.get(30), told.get(31), gap);
            assertThatThrownBy(() -> sql.apply(broken))
                    .isInstanceOf(StoreException.Failed.class)
                    .hasMessageContaining("cannot go on at 45");
            assertThat(sql.position()).isEqualTo(new Position(29));
            catchUp(sql, told, Integer.MAX_VALUE);
            assertSame(story.view());
        }
    }

    @Test
    void makesTablesOfAnotherSchemaAnew() throws SQLException {
        try (MemoryViewStore store = new MemoryViewStore()) {
            RandomStory story = new RandomStory(seed, store);
            story.tell(100);
            try (SqlView sql = SqlView.open(file())) {
                catchUp(sql, story.told(), Integer.MAX_VALUE);
            }
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE progress SET schema = 999");
                statement.execute("DELETE FROM versions");
            }
            try (SqlView sql = SqlView.open(file())) {
                assertThat(sql.position()).isEqualTo(Position.NONE);
                catchUp(sql, story.told(), Integer.MAX_VALUE);
                assertSame(story.view());
                sql.reset();
                assertThat(sql.position()).isEqualTo(Position.NONE);
                catchUp(sql, story.told(), Integer.MAX_VALUE);
            }
            assertSame(story.view());
        }
    }

    @Test
    void keepsARowForEachEventAndEachDay() throws SQLException {
        try (MemoryViewStore store = new MemoryViewStore();
                SqlView sql = SqlView.open(file())) {
            RandomStory story = new RandomStory(seed, store);
            story.tell(400);
            catchUp(sql, story.told(), Integer.MAX_VALUE);
            String first = Texts.day(story.told().getFirst().envelope().time().instant());
            try (SqlTables tables = new SqlTables(file())) {
                assertThat(tables.rows("SELECT count(*), max(position) FROM events"))
                        .containsExactly(story.told().size() + "|" + (story.told().size() - 1));
                assertThat(tables.rows("SELECT DISTINCT day FROM daily ORDER BY day"))
                        .isEqualTo(
                                story.told().stream()
                                        .map(each -> Texts.day(each.envelope().time().instant()))
                                        .filter(each -> each.compareTo(first) >= 0)
                                        .distinct()
                                        .sorted()
                                        .toList());
                for (BucketId bucket : RandomStory.BUCKETS) {
                    assertThat(sinceAnythingWasThere(tables.days(bucket)))
                            .as("seed %s", seed)
                            .isEqualTo(sinceAnythingWasThere(days(story, bucket)));
                }
            }
        }
    }

    /// Days count from a bucket's creation here, and from its first change in the object view.
    private static List<String> sinceAnythingWasThere(List<String> days) {
        return days.stream().dropWhile(day -> day.endsWith("|0|0|0|0|0|0|0|0")).toList();
    }

    /// What the object view says of the same days.
    private static List<String> days(RandomStory story, BucketId bucket) {
        LocalDate first = day(story.told().getFirst());
        LocalDate last =
                story.told().stream().map(SqlViewTest::day).max(LocalDate::compareTo).orElseThrow();
        return story.view().usageDays(bucket, first, last).stream()
                .map(each ->
                        each.day()
                                + "|"
                                + SqlTables.text(each.usage())
                                + "|"
                                + each.puts()
                                + "|"
                                + each.deletes())
                .toList();
    }

    private static LocalDate day(Recorded recorded) {
        return LocalDate.parse(Texts.day(recorded.envelope().time().instant()));
    }
}
