package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve view`: what works on the object view.
@Command(
        name = "view",
        description = "Rebuild or digest the object view of a data directory.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ViewRebuildCommand.class, ViewDigestCommand.class})
final class ViewCommand {}
