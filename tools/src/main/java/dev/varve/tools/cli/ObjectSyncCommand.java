package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.sync.Place;
import dev.varve.tools.sync.SyncRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve object sync`: makes one directory like another.
@Command(
        name = "sync",
        description = {
            "Make a directory of files or objects like another; one of them is of objects.",
            "What has the same size and time, or the same SHA-256, is left alone."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectSyncCommand implements Callable<Integer> {
    @Mixin private ClientOptions server;
    @Mixin private Output output;
    @Mixin private TreeOptions tree;
    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FROM",
            converter = Places.Any.class,
            description = Places.WHICH)
    private Place from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            converter = Places.Any.class,
            description = "Likewise.")
    private Place to;

    @Option(names = "--delete", description = "Delete what is in TO alone.")
    private boolean delete;

    @Option(
            names = "--checksum",
            description = "Compare by SHA-256 even where size and time are the same.")
    private boolean checksum;

    @Override
    public Integer call() throws IOException {
        try (ApiClient client = server.connect()) {
            Trees trees = new Trees(client, output, VarveCli.environment(spec));
            SyncRun.Order order =
                    new SyncRun.Order(
                            tree.filter(), true, checksum, delete, tree.isDry(), tree.jobs());
            return trees.run(trees.direction(from, to, true, false), order, from);
        }
    }
}
