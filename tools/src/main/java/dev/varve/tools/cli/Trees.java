package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.sync.Copying;
import dev.varve.tools.sync.Direction;
import dev.varve.tools.sync.Downloading;
import dev.varve.tools.sync.Place;
import dev.varve.tools.sync.SyncRun;
import dev.varve.tools.sync.Tally;
import dev.varve.tools.sync.Uploading;
import java.io.IOException;
import java.util.Map;
import picocli.CommandLine.ExitCode;

/// Whole directories on their way.
final class Trees {
    private final ApiClient client;
    private final Output output;
    private final Map<String, String> environment;

    Trees(ApiClient client, Output output, Map<String, String> environment) {
        this.client = client;
        this.output = output;
        this.environment = environment;
    }

    /// @param careful whether what changed since it was listed is left as it is
    Direction direction(Place from, Place to, boolean careful, boolean moving) {
        if (moving && !(from instanceof Place.Remote && to instanceof Place.Remote)) {
            throw new CommandFailed(ExitCode.USAGE, "only objects are moved, to be objects");
        }
        return switch (from) {
            case Place.Local(var path) when to instanceof Place.Remote remote ->
                    new Uploading(
                            path,
                            bucket(remote),
                            remote.prefix(),
                            Resumes.of(environment, 1),
                            careful);
            case Place.Remote remote when to instanceof Place.Local(var path) ->
                    new Downloading(bucket(remote), remote.prefix(), path);
            case Place.Remote remote when to instanceof Place.Remote other ->
                    copying(remote, other, careful, moving);
            default ->
                    throw new CommandFailed(
                            ExitCode.USAGE,
                            "one end must be BUCKET/KEY, and none can be -: " + Places.WHICH);
        };
    }

    private Direction copying(Place.Remote from, Place.Remote to, boolean careful, boolean moving) {
        boolean within =
                from.bucket().equals(to.bucket())
                        && (to.prefix().startsWith(from.prefix())
                                || from.prefix().startsWith(to.prefix()));
        if (within) {
            throw new CommandFailed(
                    ExitCode.USAGE, from + " and " + to + " must not be in each other");
        }
        return new Copying(bucket(from), from.prefix(), bucket(to), to.prefix(), careful, moving);
    }

    private Bucket bucket(Place.Remote place) {
        return new Bucket(client, place.bucket());
    }

    int run(Direction direction, SyncRun.Order order, Place from) throws IOException {
        TreeReport report = new TreeReport(output, order.dry());
        Tally tally;
        try (report) {
            tally = new SyncRun(direction, order, report).run();
        }
        report.sum(tally);
        if (tally.isNothing()) {
            throw CommandFailed.nothing("there is nothing to copy in " + from);
        }
        return tally.failed() == 0 ? ExitCodes.SOUND : ExitCodes.PARTLY;
    }
}
