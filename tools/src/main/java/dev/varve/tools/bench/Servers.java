package dev.varve.tools.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

/// Servers as `tools/varve` starts them.
final class Servers {
    private static final List<String> OF_THE_CACHE = List.of("-XX:AOTCache=", "-Xlog:aot");

    private Servers() {}

    /// What this JVM was told of an AOT cache, and what the caller adds.
    static String[] flags(Choice choice) {
        return Stream.concat(cacheFlags().stream(), choice.serverFlags().stream())
                .toArray(String[]::new);
    }

    static List<String> cacheFlags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> OF_THE_CACHE.stream().anyMatch(flag::startsWith))
                .toList();
    }
}
