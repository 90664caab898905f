package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Bucket;
import dev.varve.tools.sync.Place;
import picocli.CommandLine.Option;

/// The flag of commands that read what there was, too.
final class PastOption {
    static final String MOMENT =
            "such as 1h, \"1 hour ago\", 2026-11-20T10:15:00Z, or the number of a position";

    @Option(
            names = "--as-of",
            paramLabel = "MOMENT",
            converter = Moments.class,
            description = "As it was then: " + MOMENT + ".")
    private String moment = "";

    /// The place as it was, where that was asked for.
    Place.Remote of(ApiClient client, Place.Remote place) {
        return moment.isEmpty()
                ? place
                : new Place.Remote(new Bucket(client, place.bucket()).at(moment), place.key());
    }
}
