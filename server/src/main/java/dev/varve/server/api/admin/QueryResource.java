package dev.varve.server.api.admin;

import dev.varve.projections.sql.SqlAnswer;
import dev.varve.projections.sql.SqlQuery;
import dev.varve.projections.sql.SqlRefused;
import dev.varve.server.api.About;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.sql.SqlDoor;
import dev.varve.server.sql.SqlSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/v1/query`: asks the tables of SQL.
public final class QueryResource implements Resource {
    private static final int ROWS = 1000;
    private static final double SECONDS = 10;
    private static final double MILLIS = 1000;

    private final Supplier<Optional<SqlDoor>> door;
    private final LongSupplier position;

    public record Query(
            @About(
                            value = "one statement that reads",
                            example = "SELECT bucket, count(*) FROM objects GROUP BY bucket")
                    @Nullable String sql,
            @About("values of its question marks: texts, numbers, truths and nulls")
                    @Nullable List<@Nullable Object> params,
            @About("rows at most, 1000 if not said") @Nullable Integer limit,
            @About("seconds at most, 10 if not said") @Nullable Double timeout) {}

    public record QueryAnswer(
            List<String> columns,
            @About("a value for each column; bytes are hex digits")
                    List<List<@Nullable Object>> rows,
            @About("whether there are more rows than these") boolean truncated,
            @About("of the newest event that is in the tables") long position,
            @About("events that are not in them yet") long lag) {}

    /// @param door asked when it is needed; empty where there are no tables
    /// @param position of the newest event there is
    public QueryResource(Supplier<Optional<SqlDoor>> door, LongSupplier position) {
        this.door = door;
        this.position = position;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("POST", "/v1/query", "query", Action.READ_JOURNAL, this::query)
                        .ofThisNode()
                        .summary("Asks the tables of SQL, where they are kept; for operators")
                        .takesJson(Query.class)
                        .answersJson(200, QueryAnswer.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.NOT_IMPLEMENTED,
                                ErrorCode.QUERY_STOPPED));
    }

    private HttpResponse query(ApiCall call) {
        Query query = call.json(Query.class);
        SqlDoor tables =
                door.get()
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.NOT_IMPLEMENTED,
                                        "This server keeps no tables of SQL: sql.enabled is false."));
        if (query.sql() == null) {
            throw invalid("'sql' is missing.");
        }
        List<@Nullable Object> params = query.params() == null ? List.of() : query.params();
        params.forEach(QueryResource::requirePlain);
        SqlQuery asked = new SqlQuery(query.sql(), params);
        SqlAnswer answer =
                answer(
                        tables,
                        asked,
                        time(query, tables.settings()),
                        rows(query, tables.settings()));
        long newest = position.getAsLong();
        return ApiCall.answer(
                200,
                new QueryAnswer(
                        answer.columns(),
                        answer.rows(),
                        answer.truncated(),
                        answer.position().value(),
                        Math.max(0, newest - answer.position().value())));
    }

    private static void requirePlain(@Nullable Object value) {
        boolean plain =
                value == null
                        || value instanceof String
                        || value instanceof Number
                        || value instanceof Boolean;
        if (!plain) {
            throw invalid("'params' has texts, numbers, truths and nulls alone.");
        }
    }

    private static int rows(Query query, SqlSettings settings) {
        Integer limit = query.limit();
        if (limit == null) {
            return Math.min(ROWS, settings.maxRows());
        }
        if (limit < 1 || limit > settings.maxRows()) {
            throw invalid("'limit' must be from 1 to " + settings.maxRows() + ".");
        }
        return limit;
    }

    private static Duration time(Query query, SqlSettings settings) {
        double most = settings.maxTime().toMillis() / MILLIS;
        Double timeout = query.timeout();
        double seconds = timeout == null ? Math.min(SECONDS, most) : timeout;
        if (!(seconds > 0 && seconds <= most)) {
            throw invalid("'timeout' must be above 0 and at most " + most + " seconds.");
        }
        return Duration.ofMillis(Math.max(1, Math.round(seconds * MILLIS)));
    }

    private static SqlAnswer answer(SqlDoor tables, SqlQuery query, Duration time, int rows) {
        try {
            return tables.answer(query, time, rows);
        } catch (SqlRefused e) {
            throw switch (e.why()) {
                case NOT_ALLOWED -> invalid(e.getMessage());
                case TOO_LONG, TOO_MUCH ->
                        new Failed(ErrorCode.QUERY_STOPPED, text(e.getMessage()));
                case BUSY ->
                        new Failed(ErrorCode.SLOW_DOWN, text(e.getMessage()))
                                .header("retry-after", "1");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failed(ErrorCode.SERVICE_UNAVAILABLE, "The server is stopping.");
        }
    }

    private static Failed invalid(@Nullable String why) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, text(why));
    }

    private static String text(@Nullable String why) {
        return why == null ? "" : why;
    }
}
