package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve config`: what concerns the server's configuration.
@Command(
        name = "config",
        description = "Look at the server's configuration.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ConfigPrintCommand.class)
final class ConfigCommand {}
