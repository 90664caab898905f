package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve fuzz`: bends what is sent to a server.
@Command(
        name = "fuzz",
        description = "Send a server what no client should, and hold it to its promises.",
        mixinStandardHelpOptions = true,
        subcommands = FuzzS3Command.class)
final class FuzzCommand {}
