package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve cursor`: how far readers of events have got, kept by the server.
@Command(
        name = "cursor",
        description = "Places of readers of events: list, create, ack, rm.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class CursorCommand implements Callable<Integer> {
    private static final String CURSORS = "cursors";
    private static final String NAME = "NAME";

    @Mixin private ClientOptions server;
    @Mixin private Output output;

    @Override
    public Integer call() {
        return list(server, output);
    }

    private static int list(ClientOptions options, Output out) {
        try (ApiClient client = options.connect()) {
            JsonNode all = client.call(ApiRequest.get(CURSORS)).json().path(CURSORS);
            all.forEach(each -> out.line(each, words(each)));
            return ExitCodes.SOUND;
        }
    }

    private static String words(JsonNode cursor) {
        return "%-24s %-8s %12s %10d  %s"
                .formatted(
                        cursor.path("name").asText(),
                        cursor.path("state").asText(),
                        cursor.path("place").asText(),
                        cursor.path("lag").asLong(),
                        cursor.path("owner").asText());
    }

    private static int told(ClientOptions options, Output out, ApiRequest request) {
        try (ApiClient client = options.connect()) {
            JsonNode cursor = client.call(request).json();
            out.line(cursor, words(cursor));
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "ls",
            description = "List those that you made.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int ls(@Mixin ClientOptions options, @Mixin Output out) {
        return list(options, out);
    }

    @Command(
            name = "create",
            description = "Make one; it is told of what the options say.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int create(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Mixin EventOptions which,
            @Parameters(paramLabel = NAME) String name,
            @Option(
                            names = "--from",
                            paramLabel = "PLACE",
                            defaultValue = "end",
                            description = "POSITION, POSITION.ORDINAL, start or end (end).")
                    String from) {
        ObjectNode body = Json.object().put("name", name).put("from", from);
        which.bucket().ifPresent(text -> body.put("bucket", text));
        which.prefix().ifPresent(text -> body.put("prefix", text));
        which.type().ifPresent(text -> body.put("type", text));
        which.actor().ifPresent(text -> body.put("actor", text));
        return told(options, out, ApiRequest.of("POST", CURSORS).json(body));
    }

    @Command(
            name = "ack",
            description = "Say that all up to a place is done.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int ack(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = NAME) String name,
            @Parameters(paramLabel = "PLACE", description = "POSITION or POSITION.ORDINAL")
                    String place,
            @Option(names = "--reset", description = "Also back, or to life again.")
                    boolean reset) {
        ObjectNode body = body(place);
        if (reset) {
            body.put("reset", true);
        }
        return told(options, out, ApiRequest.of("POST", CURSORS, name, "ack").json(body));
    }

    private static ObjectNode body(String place) {
        try {
            int dot = place.indexOf('.');
            ObjectNode body = Json.object();
            body.put("position", Long.parseLong(dot < 0 ? place : place.substring(0, dot)));
            if (dot >= 0) {
                body.put("ordinal", Long.parseLong(place.substring(dot + 1)));
            }
            return body;
        } catch (NumberFormatException e) {
            throw new CommandFailed(
                    ExitCode.USAGE, "'" + place + "' is no POSITION or POSITION.ORDINAL");
        }
    }

    @Command(
            name = "rm",
            description = "Let go of one.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int rm(@Mixin ClientOptions options, @Parameters(paramLabel = NAME) String name) {
        try (ApiClient client = options.connect()) {
            client.call(ApiRequest.of("DELETE", CURSORS, name));
            return ExitCodes.SOUND;
        }
    }
}
