package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve journal`: what reads a journal.
@Command(
        name = "journal",
        description = "Verify, dump or cut the journal of a data directory.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            JournalVerifyCommand.class,
            JournalDumpCommand.class,
            JournalCutCommand.class
        })
final class JournalCommand {}
