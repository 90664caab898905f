package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import dev.varve.tools.sync.Place;
import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve restore`: objects as they were.
@Command(
        name = "restore",
        description = {
            "Make the objects of a bucket or directory what they were, at once.",
            "What had no object then is deleted. It can be taken back, and says how."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class RestoreCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "BUCKET[/DIRECTORY]",
            converter = Places.Remote.class,
            description = "What is restored.")
    private Place.Remote place;

    @Option(names = "--object", description = "One object: BUCKET/KEY is exactly it.")
    private boolean object;

    @Option(names = "--everything", description = "Every bucket that is there; for operators.")
    private boolean everything;

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "MOMENT",
            converter = Moments.class,
            description =
                    "Such as 1h, \"1 hour ago\", 2026-11-20T10:15:00Z, or the number of a position.")
    private String asOf;

    @Option(names = "--dry-run", description = "Only say what it would do.")
    private boolean dry;

    @Option(
            names = "--skip-released",
            description = "Leave keys as they are whose bytes of then are gone.")
    private boolean skipReleased;

    @Option(names = "--yes", description = "Do it without asking.")
    private boolean yes;

    @Override
    public Integer call() {
        if (everything == (place != null)) {
            throw new ParameterException(
                    spec.commandLine(), "give BUCKET[/DIRECTORY], or --everything");
        }
        if (object) {
            requireKey();
        }
        try (ApiClient client = server.connect()) {
            if (dry) {
                foresee(client);
                return ExitCodes.SOUND;
            }
            if (!yes) {
                ask(client);
            }
            JsonNode done = restore(client, false);
            List<String> lines = new ArrayList<>(RestoreSummary.of(done));
            lines.add(undo(done));
            print(done, lines);
            return ExitCodes.SOUND;
        }
    }

    private void requireKey() {
        if (place == null) {
            throw new ParameterException(spec.commandLine(), "--object needs a BUCKET/KEY");
        }
        Places.requireKey(place);
    }

    private void foresee(ApiClient client) {
        JsonNode would = restore(client, true);
        print(would, RestoreSummary.withSample(would));
    }

    private void print(JsonNode answer, List<String> lines) {
        if (output.isJson()) {
            output.line(answer, "");
        } else {
            lines.forEach(output::words);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // the JDK's annotations still say that it may be null
    private void ask(ApiClient client) {
        @Nullable Console console = System.console();
        if (console == null || !console.isTerminal() || output.isJson()) {
            throw new CommandFailed(ExitCode.USAGE, "say --yes to do it, or --dry-run to see it");
        }
        foresee(client);
        String answer = console.readLine("Do it? [y/N] ");
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw new CommandFailed(ExitCodes.FAILED, "nothing was changed");
        }
    }

    private JsonNode restore(ApiClient client, boolean dryRun) {
        ObjectNode form = Json.object().put("as_of", asOf).put("dry_run", dryRun);
        if (skipReleased) {
            form.put("skip_released", true);
        }
        if (place == null) {
            return client.call(ApiRequest.of("POST", "restore").json(form)).json();
        }
        if (object) {
            form.put("key", place.key());
        } else {
            form.put("prefix", place.prefix());
        }
        return client.call(ApiRequest.of("POST", "buckets", place.bucket(), "restore").json(form))
                .json();
    }

    /// How to take it back.
    private String undo(JsonNode done) {
        if (!done.has("position")) {
            return "There was nothing to do.";
        }
        long position = done.path("position").asLong();
        return "Done, as the event at position %d. To take it back: varve restore %s --as-of %d"
                .formatted(position, what(), position - 1);
    }

    /// As it would be said again.
    private String what() {
        if (place == null) {
            return "--everything";
        }
        String text = place.toString();
        boolean plain = text.matches("[A-Za-z0-9._/-]+");
        String quoted = plain ? text : "'" + text.replace("'", "'\\''") + "'";
        return object ? "--object " + quoted : quoted;
    }
}
