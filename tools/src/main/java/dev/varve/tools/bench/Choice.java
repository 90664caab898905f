package dev.varve.tools.bench;

import java.util.List;

/// What of a measurement is wanted, where it has parts.
///
/// @param only the parts by name; empty for all
/// @param seconds that each part is measured at each number of connections
/// @param serverFlags more flags for the JVM of a server, as `VARVE_JAVA_OPTS` gives them
/// @param keys of 'bulk' and 'restore', and small objects of 'catchup'
/// @param gib of large objects
/// @param watch told how far it is
public record Choice(
        List<String> only, int seconds, List<String> serverFlags, int keys, int gib, Watch watch) {
    public Choice {
        only = List.copyOf(only);
        serverFlags = List.copyOf(serverFlags);
    }

    boolean wants(String part) {
        return only.isEmpty() || only.contains(part);
    }

    /// @throws IllegalArgumentException when a part is asked for that there is not
    void requireKnown(List<String> parts) {
        for (String asked : only) {
            if (!parts.contains(asked)) {
                throw new IllegalArgumentException("no part '" + asked + "'; there are " + parts);
            }
        }
    }
}
