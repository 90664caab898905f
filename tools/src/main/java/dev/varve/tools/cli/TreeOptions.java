package dev.varve.tools.cli;

import dev.varve.tools.sync.Filter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The flags of commands on whole directories.
final class TreeOptions {
    private static final int MOST = 64;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Only names that match; may be given more than once.")
    private List<String> include = List.of();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "No names that match; may be given more than once.")
    private List<String> exclude = List.of();

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dry;

    @Option(names = "--jobs", paramLabel = "N", description = "How many files at a time (4).")
    private int jobs = 4;

    Filter filter() {
        return new Filter(include, exclude);
    }

    boolean isDry() {
        return dry;
    }

    int jobs() {
        if (jobs < 1 || jobs > MOST) {
            throw new ParameterException(spec.commandLine(), "--jobs takes 1 to " + MOST);
        }
        return jobs;
    }
}
