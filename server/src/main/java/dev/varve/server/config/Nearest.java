package dev.varve.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Finds what somebody probably meant.
final class Nearest {
    private Nearest() {}

    /// ", did you mean X?", or nothing.
    static String hint(String given, Collection<String> known) {
        return to(given, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    static Optional<String> to(String given, Collection<String> known) {
        Optional<String> sameName =
                known.stream().filter(each -> each.endsWith("." + given)).findFirst();
        int tolerated = Math.max(2, given.length() / 3);
        return sameName.or(() ->
                known.stream()
                        .min(Comparator.comparingInt(each -> distance(given, each)))
                        .filter(each -> distance(given, each) <= tolerated));
    }

    /// Single-character edits from one to the other.
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[to.length()];
    }
}
