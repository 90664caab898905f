package dev.varve.server.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.projections.memory.MemoryViewStore;
import dev.varve.projections.objects.RandomStory;
import dev.varve.projections.sql.QueryLimits;
import dev.varve.projections.sql.SqlAnswer;
import dev.varve.projections.sql.SqlQueries;
import dev.varve.projections.sql.SqlQuery;
import dev.varve.projections.sql.SqlTables;
import dev.varve.projections.sql.SqlView;
import dev.varve.server.DocPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tables that `docs/sql.md` shows are there, and its examples are answered.
class SqlPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final List<String> TABLES =
            List.of(
                    "objects",
                    "versions",
                    "buckets",
                    "events",
                    "daily",
                    "usage",
                    "days",
                    "revisions",
                    "progress");

    @TempDir private Path directory;

    private Path file() {
        return directory.resolve("varve.db");
    }

    @BeforeEach
    void fill() {
        try (MemoryViewStore store = new MemoryViewStore();
                SqlView view = SqlView.open(file())) {
            RandomStory story = new RandomStory(11, store);
            story.tell(200);
            view.apply(story.told());
        }
    }

    @Test
    void showsTheTablesThatThereAre() throws Exception {
        StringBuilder made = new StringBuilder("| table | columns |\n|---|---|\n");
        try (SqlTables tables = new SqlTables(file())) {
            for (String table : TABLES) {
                List<String> columns =
                        tables.rows("SELECT name FROM pragma_table_info('" + table + "')");
                assertThat(columns).as(table).isNotEmpty();
                made.append("| `")
                        .append(table)
                        .append("` | `")
                        .append(String.join("`, `", columns))
                        .append("` |\n");
            }
            assertThat(
                            tables.rows(
                                    "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"))
                    .containsExactlyInAnyOrderElementsOf(TABLES);
        }
        DocPage.of("sql.md").requireMade("tables", made.toString());
    }

    @Test
    void answersItsExamples() throws Exception {
        Matcher example = EXAMPLE.matcher(DocPage.of("sql.md").text());
        QueryLimits limits = new QueryLimits(Duration.ofSeconds(10), 1000, 1 << 20, 1024, 0);
        int examples = 0;
        try (SqlQueries queries = new SqlQueries(file(), 1)) {
            while (example.find()) {
                SqlAnswer answer =
                        queries.answer(new SqlQuery(example.group(1), List.of()), limits);
                assertThat(answer.columns()).isNotEmpty();
                examples++;
            }
        }
        assertThat(examples).isGreaterThanOrEqualTo(8);
    }
}
