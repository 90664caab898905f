package dev.varve.tools.cli;

import picocli.CommandLine.Command;

/// `varve lifecycle`: rules by which what is in a bucket goes by itself.
@Command(
        name = "lifecycle",
        description = "Rules by which objects, versions and uploads of a bucket go by themselves.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LifecycleShowCommand.class,
            LifecycleSetCommand.class,
            LifecycleRmCommand.class,
            LifecyclePreviewCommand.class
        })
final class LifecycleCommand {}
