package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Condition;
import dev.varve.tools.client.Upload;
import dev.varve.tools.sync.Place;
import dev.varve.tools.sync.SyncRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `varve object cp`: from anywhere to anywhere.
@Command(
        name = "cp",
        description = {
            "Copy a file to an object, an object to a file, or an object to another.",
            "With -r, what is in a directory goes into the other; sync leaves what is the same."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.CLIENT_HELP)
final class ObjectCpCommand implements Callable<Integer> {
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

    @Option(
            names = {"-r", "--recursive"},
            description = "A whole directory.")
    private boolean recursive;

    @Override
    public Integer call() throws IOException {
        try (ApiClient client = server.connect()) {
            if (recursive) {
                Trees trees = new Trees(client, output, VarveCli.environment(spec));
                return trees.run(trees.direction(from, to, false, false), order(tree), from);
            }
            copy(new Single(spec, client, output));
            return ExitCodes.SOUND;
        }
    }

    static SyncRun.Order order(TreeOptions tree) {
        return new SyncRun.Order(tree.filter(), false, false, false, tree.isDry(), tree.jobs());
    }

    private void copy(Single single) throws IOException {
        if (from instanceof Place.Remote object) {
            Places.requireKey(object);
        }
        switch (from) {
            case Place.Local(Path path) when to instanceof Place.Remote object ->
                    single.upload(
                            path,
                            object,
                            Upload.Attributes.ofName(path.toString()),
                            Condition.NONE);
            case Place.Standard _ when to instanceof Place.Remote object ->
                    single.uploadInput(
                            object, Upload.Attributes.ofName(object.key()), Condition.NONE);
            case Place.Remote object when to instanceof Place.Local(Path path) ->
                    single.download(object, path);
            case Place.Remote object when to instanceof Place.Standard ->
                    single.downloadOutput(object);
            case Place.Remote object when to instanceof Place.Remote other ->
                    single.copy(object, other, false);
            default ->
                    throw new CommandFailed(
                            ExitCode.USAGE, "one end must be BUCKET/KEY: " + Places.WHICH);
        }
    }
}
