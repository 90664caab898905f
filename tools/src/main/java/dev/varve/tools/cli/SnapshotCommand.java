package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve snapshot`: what works on snapshots.
@Command(
        name = "snapshot",
        description = "Let a server take a snapshot; list or verify those of a data directory.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SnapshotCreateCommand.class,
            SnapshotLsCommand.class,
            SnapshotVerifyCommand.class
        })
final class SnapshotCommand {}
