package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve bucket`: the buckets of a server.
@Command(
        name = "bucket",
        description = "Buckets of a server: list, make, delete, look at them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BucketLsCommand.class,
            BucketCreateCommand.class,
            BucketRmCommand.class,
            BucketStatCommand.class,
            BucketSetCommand.class,
            BucketAtCommand.class
        })
final class BucketCommand {}
