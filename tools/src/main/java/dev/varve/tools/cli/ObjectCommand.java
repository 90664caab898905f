package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve object`: the objects of a server.
@Command(
        name = "object",
        description =
                "Objects of a server: list, store, fetch, copy, delete, and whole directories.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            ObjectLsCommand.class,
            ObjectStatCommand.class,
            ObjectPutCommand.class,
            ObjectGetCommand.class,
            ObjectCpCommand.class,
            ObjectMvCommand.class,
            ObjectRmCommand.class,
            ObjectPurgeCommand.class,
            ObjectSyncCommand.class
        })
final class ObjectCommand {}
