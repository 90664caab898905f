package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve key`: access keys.
@Command(
        name = "key",
        description = "Access keys of a server: make, list, revoke.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeyCreateCommand.class, KeyLsCommand.class, KeyRmCommand.class})
final class KeyCommand {}
