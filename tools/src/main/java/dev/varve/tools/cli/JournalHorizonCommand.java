package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `varve journal horizon`: from where the journal of a server reaches, and who holds it.
@Command(
        name = "horizon",
        description =
                "Tell from where the journal of a server reaches, its snapshots, and who holds it from"
                        + " which event on; for operators.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class JournalHorizonCommand implements Callable<Integer> {
    private static final String COLUMNS = "%-32s %12s  %s";

    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            JsonNode journal = client.call(ApiRequest.get("journal")).json();
            if (output.isJson()) {
                output.line(journal, "");
                return ExitCodes.SOUND;
            }
            output.words(
                    "events %d to %d in %d segments, %d bytes"
                            .formatted(
                                    journal.path("oldest").asLong(),
                                    journal.path("newest").asLong(),
                                    journal.path("segments").asLong(),
                                    journal.path("bytes").asLong()));
            journal.path("snapshots").forEach(each -> output.words(snapshot(each)));
            holds(journal, output);
            return ExitCodes.SOUND;
        }
    }

    private static String snapshot(JsonNode snapshot) {
        return "snapshot at event %d, made %s, %d bytes"
                .formatted(
                        snapshot.path("position").asLong(),
                        snapshot.path("made").asText(),
                        snapshot.path("bytes").asLong());
    }

    /// For people; the one that holds most first.
    static void holds(JsonNode journal, Output output) {
        output.words(COLUMNS.formatted("HELD BY", "FROM", "WHY"));
        for (JsonNode hold : journal.path("holds")) {
            output.words(
                    COLUMNS.formatted(
                            hold.path("by").asText(),
                            hold.path("from").asText(),
                            hold.path("why").asText()));
        }
    }
}
