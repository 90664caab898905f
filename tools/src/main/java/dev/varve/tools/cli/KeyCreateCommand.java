package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.disk.LocalDisk;
import dev.varve.server.config.OwnerFile;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `varve key create`: makes one, and tells its secret once.
@Command(
        name = "create",
        description = {
            "Make an access key with a role, or with grants.",
            "Its secret is told this once: here, or in a file that only you can read."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class KeyCreateCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Spec private CommandSpec spec;

    @Option(names = "--role", description = "admin, editor, uploader or readonly.")
    private String role;

    @Option(
            names = "--grant",
            paramLabel = "RIGHTS:BUCKET[/PREFIX]",
            description =
                    "Of read, write, delete, list, admin, with commas between; a bucket or *. May be"
                            + " given more than once.")
    private List<String> grants = List.of();

    @Option(names = "--label", description = "What it is for.")
    private String label;

    @Option(names = "--user", description = "Whose it is to be (yours).")
    private String user;

    @Option(
            names = "--expires-in",
            paramLabel = "DURATION",
            converter = Durations.class,
            description = "How long it works, such as 90m, 12h or 30d (for ever).")
    private Duration life;

    @Option(
            names = "--client-file",
            paramLabel = "FILE",
            description = "Write id and secret here, as client.toml, instead of telling them.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if ((role == null) == grants.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give one of --role and --grant");
        }
        if (file != null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        try (ApiClient client = server.connect()) {
            JsonNode made = client.call(ApiRequest.of("POST", "keys").json(asked())).json();
            String id = made.path("id").asText();
            if (file == null) {
                output.line(made, "id     " + id);
                output.words("secret " + made.path("secret").asText());
            } else {
                OwnerFile.write(file, toml(client, made), new LocalDisk());
                output.line(made.path("key"), id + " is in " + file);
            }
            return ExitCodes.SOUND;
        }
    }

    private static String toml(ApiClient client, JsonNode made) {
        return "server = \"%s\"\naccess_key = \"%s\"\nsecret_key = \"%s\"\n"
                .formatted(client.server(), made.path("id").asText(), made.path("secret").asText());
    }

    private ObjectNode asked() {
        ObjectNode asked = Json.object();
        put(asked, "user", user);
        put(asked, "label", label);
        put(asked, "role", role);
        if (!grants.isEmpty()) {
            ArrayNode all = asked.putArray("grants");
            grants.forEach(grant -> grant(grant, all.addObject()));
        }
        if (life != null) {
            asked.put("expires", Instant.now().plus(life).toString());
        }
        return asked;
    }

    private static void put(ObjectNode into, String field, @Nullable String value) {
        if (value != null) {
            into.put(field, value);
        }
    }

    private void grant(String text, ObjectNode into) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--grant takes RIGHTS:BUCKET or RIGHTS:BUCKET/PREFIX, not '" + text + "'");
        }
        ArrayNode rights = into.putArray("rights");
        for (String right : List.of(text.substring(0, colon).split(",", -1))) {
            rights.add(right);
        }
        String place = text.substring(colon + 1);
        int slash = place.indexOf('/');
        into.put("bucket", slash < 0 ? place : place.substring(0, slash));
        if (slash >= 0 && slash < place.length() - 1) {
            into.put("prefix", place.substring(slash + 1));
        }
    }
}
