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

/// `varve object put`: a file, or standard input, becomes an object.
@Command(
        name = "put",
        description = "Store a file, or - for standard input, as an object.",
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectPutCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private PutOptions options;
    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "A file, or -.")
    private String file;

    @Parameters(
            index = "1",
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "What it becomes; behind a slash at the end the file's name is put.")
    private Place.Remote place;

    @Override
    public Integer call() throws IOException {
        try (ApiClient client = server.connect()) {
            Single single = new Single(spec, client, output);
            if (file.equals("-")) {
                single.uploadInput(place, options.attributes(place.key()), options.condition());
            } else {
                Path path = Path.of(file);
                single.upload(path, place, options.attributes(file), options.condition());
            }
            return ExitCodes.SOUND;
        }
    }
}
