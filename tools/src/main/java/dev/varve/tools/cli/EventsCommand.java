package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve events`: what happened.
@Command(
        name = "events",
        description = "What happened on a server: list, follow.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EventsLsCommand.class, EventsFollowCommand.class})
final class EventsCommand {}
