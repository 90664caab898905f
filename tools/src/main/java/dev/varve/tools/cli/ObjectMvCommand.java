package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.sync.Place;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve object mv`: another key, or another bucket.
@Command(
        name = "mv",
        description = {
            "Give an object another key or bucket.",
            "Each is in one of both places at any time; those of a directory move one by one."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectMvCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private TreeOptions tree;
    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "What is moved.")
    private Place.Remote from;

    @Parameters(
            index = "1",
            paramLabel = "BUCKET/KEY",
            converter = Places.Remote.class,
            description = "Where to.")
    private Place.Remote to;

    @Option(
            names = {"-r", "--recursive"},
            description = "A whole directory.")
    private boolean recursive;

    @Override
    public Integer call() throws IOException {
        try (ApiClient client = server.connect()) {
            if (recursive) {
                Trees trees = new Trees(client, output, VarveCli.environment(spec));
                return trees.run(
                        trees.direction(from, to, false, true), ObjectCpCommand.order(tree), from);
            }
            Places.requireKey(from);
            new Single(spec, client, output).copy(from, to, true);
            return ExitCodes.SOUND;
        }
    }
}
