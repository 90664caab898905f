package dev.varve.tools.s3;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A command line that runs a main class of ours in a JVM of its own, with what this one needs to
/// run.
public final class JavaCommand {
    private static final List<String> PASSED_ON =
            List.of(
                    "--add-",
                    "--enable-native",
                    "--sun-misc",
                    "-Dchronicle",
                    "-Djdk",
                    "-Dorg.slf4j");

    private JavaCommand() {}

    /// @param jvm more flags of the JVM; the last of two that contradict each other counts
    public static List<String> of(List<String> jvm, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> PASSED_ON.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return command;
    }
}
