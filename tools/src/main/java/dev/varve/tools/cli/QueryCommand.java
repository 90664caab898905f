package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve query`: asks the tables of SQL of a server.
@Command(
        name = "query",
        description =
                "Ask the tables of SQL, where a server keeps them (sql.enabled); for operators.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class QueryCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Parameters(paramLabel = "SQL", description = "One statement that reads.")
    private String sql;

    @Option(
            names = "--param",
            paramLabel = "TEXT",
            description = "The value of the next question mark.")
    private List<String> params = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "ROWS", description = "Rows at most (1000).")
    private Integer limit;

    @Option(names = "--max-time", paramLabel = "SECONDS", description = "Seconds at most (10).")
    private Double timeout;

    @Option(names = "--csv", description = "Values between commas (RFC 4180), for other programs.")
    private boolean csv;

    @Option(names = "--table", description = "Columns for people, as without any of these.")
    private boolean table;

    @Override
    public Integer call() {
        if ((csv ? 1 : 0) + (table ? 1 : 0) + (output.isJson() ? 1 : 0) > 1) {
            throw new CommandFailed(
                    CommandLine.ExitCode.USAGE, "one of --json, --csv and --table is enough");
        }
        try (ApiClient client = server.connect()) {
            JsonNode answer = client.call(ApiRequest.of("POST", "query").json(asked())).json();
            Rows rows = Rows.of(answer);
            if (output.isJson()) {
                rows.objects().forEach(row -> output.line(row, ""));
            } else {
                (csv ? rows.csv() : rows.table()).forEach(output::text);
            }
            tell(answer);
            return ExitCodes.SOUND;
        }
    }

    private JsonNode asked() {
        ObjectNode asked = Json.object().put("sql", sql);
        ArrayNode values = asked.putArray("params");
        params.forEach(values::add);
        if (limit != null) {
            asked.put("limit", limit);
        }
        if (timeout != null) {
            asked.put("timeout", timeout);
        }
        return asked;
    }

    /// Beside the answer, so that it does not get into it.
    private void tell(JsonNode answer) {
        if (answer.path("truncated").asBoolean()) {
            output.error("there are more rows than these");
        }
        long lag = answer.path("lag").asLong();
        if (lag > 0) {
            output.error(
                    "the tables are at position %s, %d events behind"
                            .formatted(answer.path("position").asText(), lag));
        }
    }
}
