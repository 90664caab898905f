package dev.varve.tools.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `varve version`: what is installed here, for bug reports.
@Command(name = "version", description = "Print the version, its commit and the Java it runs on.")
final class VersionCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(BuildInfo.load());
    }
}
