package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve journal`: what works on a journal.
@Command(
        name = "journal",
        description = "Verify, dump or cut the journal of a data directory; trim that of a server.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            JournalVerifyCommand.class,
            JournalDumpCommand.class,
            JournalCutCommand.class,
            JournalHorizonCommand.class,
            JournalTrimCommand.class
        })
final class JournalCommand {}
