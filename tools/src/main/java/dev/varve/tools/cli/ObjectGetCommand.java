package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.sync.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve object get`: an object becomes a file, or goes to standard output.
@Command(
        name = "get",
        description = {
            "Fetch an object into a file, or to - for standard output.",
            "The file has its name only when it is whole; what broke off goes on where it ended."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectGetCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private PastOption past;
    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "Which object.")
    private Place.Remote place;

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = ".",
            paramLabel = "FILE",
            description = "A file, a directory, or - (the key's last name, here).")
    private String file;

    @Override
    public Integer call() throws IOException {
        Places.requireKey(place);
        try (ApiClient client = server.connect()) {
            Place.Remote shown = past.of(client, place);
            Single single = new Single(spec, client, output);
            if (file.equals("-")) {
                single.downloadOutput(shown);
            } else {
                single.download(shown, Path.of(file));
            }
            return ExitCodes.SOUND;
        }
    }
}
