package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `varve cluster`: who belongs to the cluster, changed and watched.
@Command(
        name = "cluster",
        description =
                "Who belongs to the cluster: status, layout, digest, set, preview, remove, promote,"
                        + " unshipped, format-level, pause, resume, backfill; for operators.",
        mixinStandardHelpOptions = true,
        subcommands = {ClusterStatusCommand.class, ClusterUnshippedCommand.class},
        footer = ExitCodes.CLIENT_HELP)
final class ClusterCommand {
    static final String CLUSTER = "cluster";
    private static final String MEMBER = "MEMBER";
    private static final String FILE = "FILE";

    @Command(
            name = "layout",
            description = "Print the layout in force as JSON, to change and set again.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int layout(@Mixin ClientOptions options, @Mixin Output out) {
        try (ApiClient client = options.connect()) {
            JsonNode layout = client.call(ApiRequest.get(CLUSTER)).json().path("layout");
            if (layout.isMissingNode()) {
                throw new CommandFailed(
                        ExitCodes.NOT_FOUND, "there is no layout: the server is on its own");
            }
            out.text(out.isJson() ? Json.line(layout) : layout.toPrettyString());
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "digest",
            description =
                    "Print one hash over all that members share: the same on those that are level.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int digest(@Mixin ClientOptions options, @Mixin Output out) {
        try (ApiClient client = options.connect()) {
            JsonNode made = client.call(ApiRequest.get(CLUSTER, "digest")).json();
            out.line(
                    made,
                    made.path("digest").asText()
                            + (made.path("settling").asBoolean() ? ", still settling" : ""));
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "backfill",
            description = {
                "Let the server fetch the bytes that it is to keep by the layout and does not hold,"
                        + " and wait for it.",
                "Of use after more is to be kept than before: a higher factor, fewer filters, fewer"
                        + " members."
            },
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int backfill(@Mixin ClientOptions options, @Mixin Output out) throws InterruptedException {
        try (ApiClient client = options.connect()) {
            out.fields(new JobRun(client).run(ApiRequest.of("POST", CLUSTER, "backfill")));
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "set",
            description =
                    "Put the layout of a file in force: TOML, or JSON where it ends in .json.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int set(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = FILE) Path file,
            @Option(
                            names = "--if-epoch",
                            paramLabel = "N",
                            description = "Only where the layout in force has this epoch.")
                    Long epoch,
            @Option(names = "--dry-run", description = "Only tell whether it would be taken.")
                    boolean dry) {
        ApiRequest request =
                ApiRequest.of("PUT", CLUSTER)
                        .query("dry_run", dry ? Optional.of("true") : Optional.empty())
                        .json(LayoutText.read(file));
        return told(
                options,
                out,
                epoch == null ? request : request.header("If-Match", "\"" + epoch + "\""),
                dry ? "would be in force" : "in force");
    }

    @Command(
            name = "preview",
            description = "Tell which objects a layout would give to other members.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int preview(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = FILE) Path file,
            @Option(names = "--bucket", description = "Only objects of this bucket.") String bucket,
            @Option(names = "--prefix", description = "Only keys that begin so.") String prefix,
            @Option(
                            names = "--limit",
                            defaultValue = "1000",
                            description = "Objects to look at, up to 10000 (1000).")
                    int limit) {
        ObjectNode body = Json.object();
        body.set("layout", LayoutText.read(file));
        body.put("limit", limit);
        Optional.ofNullable(bucket).ifPresent(name -> body.put("bucket", name));
        Optional.ofNullable(prefix).ifPresent(text -> body.put("prefix", text));
        try (ApiClient client = options.connect()) {
            ApiRequest request = ApiRequest.of("POST", CLUSTER, "preview").json(body);
            JsonNode preview = client.call(request).json();
            if (out.isJson()) {
                out.line(preview, "");
            } else {
                tell(out, preview);
            }
            return ExitCodes.SOUND;
        }
    }

    private static void tell(Output out, JsonNode preview) {
        out.words(
                "%d of %d objects would get another owner%s"
                        .formatted(
                                preview.path("moved").asLong(),
                                preview.path("objects").asLong(),
                                preview.path("more").asBoolean() ? "; there are more" : ""));
        for (JsonNode move : preview.path("moves")) {
            out.words(
                    "  %s/%s: %s -> %s"
                            .formatted(
                                    move.path("bucket").asText(),
                                    move.path("key").asText(),
                                    owner(move.path("from")),
                                    owner(move.path("to"))));
        }
        preview.path("gains")
                .properties()
                .forEach(gain ->
                        out.words(
                                "%s would fetch %s bytes"
                                        .formatted(gain.getKey(), gain.getValue().asText())));
        preview.path("losses")
                .properties()
                .forEach(loss ->
                        out.words(
                                "%s would no longer want %s bytes"
                                        .formatted(loss.getKey(), loss.getValue().asText())));
    }

    private static String owner(JsonNode name) {
        return name.asText().isEmpty() ? "(any)" : name.asText();
    }

    @Command(
            name = "remove",
            description = "Take a member out of the cluster.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int remove(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = MEMBER) String member) {
        return told(options, out, post(member, "remove"), "in force");
    }

    @Command(
            name = "promote",
            description = "Make a read-only member a writer.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int promote(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = MEMBER) String member,
            @Option(
                            names = "--instead-of",
                            paramLabel = MEMBER,
                            description =
                                    "A writer whose place it takes: that one is read-only then, and"
                                            + " what it decided is MEMBER's to decide.")
                    String gone) {
        ApiRequest promote = post(member, "promote").query("instead_of", Optional.ofNullable(gone));
        return told(options, out, promote, "in force");
    }

    @Command(
            name = "format-level",
            description = {
                "Tell which forms of events may be written, and which each member reads.",
                "With LEVEL, let newer ones be written; releases that do not read them cannot come back"
                        + " after that."
            },
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int formatLevel(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = "LEVEL", arity = "0..1") Integer level) {
        ApiRequest request =
                level == null
                        ? ApiRequest.get(CLUSTER, "format-level")
                        : ApiRequest.of("PUT", CLUSTER, "format-level")
                                .json(Json.object().put("level", level));
        try (ApiClient client = options.connect()) {
            out.fields(client.call(request).json());
            return ExitCodes.SOUND;
        }
    }

    @Command(
            name = "pause",
            description = "Let the server take nothing more from a member, across restarts too.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int pause(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = MEMBER) String member) {
        return steered(options, out, post(member, "pause"));
    }

    @Command(
            name = "resume",
            description = "Let it go on with one that was paused.",
            mixinStandardHelpOptions = true,
            footer = ExitCodes.CLIENT_HELP)
    int resume(
            @Mixin ClientOptions options,
            @Mixin Output out,
            @Parameters(paramLabel = MEMBER) String member) {
        return steered(options, out, post(member, "resume"));
    }

    private static ApiRequest post(String member, String verb) {
        return ApiRequest.of("POST", CLUSTER, "members", member, verb);
    }

    private static int told(ClientOptions options, Output out, ApiRequest request, String what) {
        try (ApiClient client = options.connect()) {
            JsonNode layout = client.call(request).json();
            out.line(
                    layout,
                    "epoch %d %s: %d members"
                            .formatted(
                                    layout.path("epoch").asLong(),
                                    what,
                                    layout.path("members").size()));
            return ExitCodes.SOUND;
        }
    }

    private static int steered(ClientOptions options, Output out, ApiRequest request) {
        try (ApiClient client = options.connect()) {
            ClusterTable.show(out, client.call(request).json());
            return ExitCodes.SOUND;
        }
    }
}
