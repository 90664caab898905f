package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve blob`: what works on stored bytes.
@Command(
        name = "blob",
        description = "Check the stored bytes of a data directory.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {BlobReconcileCommand.class, BlobScrubCommand.class})
final class BlobCommand {}
