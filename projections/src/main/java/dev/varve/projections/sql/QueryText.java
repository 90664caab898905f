package dev.varve.projections.sql;

import dev.varve.projections.sql.SqlRefused.Why;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Lets through one statement that only reads. The connection refuses writes too; this is for what
/// reads and writes do not cover, such as settings of the connection itself.
final class QueryText {
    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES");
    private static final String EXPLAIN = "EXPLAIN";

    /// Not words of SQL where reading is all that is done, but for names in quotes.
    private static final Set<String> FORBIDDEN =
            Set.of("PRAGMA", "ATTACH", "DETACH", "VACUUM", "LOAD_EXTENSION");

    private static final String OF_PRAGMAS = "PRAGMA_";

    /// A piece is a text, a name in quotes, a comment, a word, or any other character.
    private static final Pattern PIECE =
            Pattern.compile(
                    "(?<text>'(?:[^']|'')*+')"
                            + "|(?<name>\"(?:[^\"]|\"\")*+\"|`(?:[^`]|``)*+`|\\[[^\\]]*+\\])"
                            + "|(?<blank>\\s++|--[^\\n]*+|/\\*(?s:.*?)(?:\\*/|\\z))"
                            + "|(?<word>[A-Za-z_\\u0080-\\uffff][A-Za-z0-9_$\\u0080-\\uffff]*+)"
                            + "|(?<end>;)"
                            + "|(?<other>.)",
                    Pattern.DOTALL);

    private QueryText() {}

    static void require(String text) throws SqlRefused {
        if (text.length() > QueryLimits.TEXT_BYTES || text.indexOf('\0') >= 0) {
            throw refused(
                    "a statement has at most " + QueryLimits.TEXT_BYTES + " characters, none NUL");
        }
        Matcher piece = PIECE.matcher(text);
        StringBuilder first = new StringBuilder();
        int words = 0;
        boolean ended = false;
        while (piece.find()) {
            if (piece.group("blank") != null) {
                continue;
            }
            if (ended) {
                throw refused("one statement at a time");
            }
            ended = piece.group("end") != null;
            String word = piece.group("word");
            requireAllowed(word == null ? piece.group("name") : word, word == null);
            if (word != null && words < 4) {
                words++;
                first.append(word.toUpperCase(Locale.ROOT)).append(' ');
            } else if (words == 0 && !ended) {
                words = 4; // it begins with something else than a word
            }
        }
        requireReading(first.toString());
    }

    private static void requireReading(String first) throws SqlRefused {
        String statement =
                first.startsWith(EXPLAIN + " QUERY PLAN ")
                        ? first.substring((EXPLAIN + " QUERY PLAN ").length())
                        : first;
        int blank = statement.indexOf(' ');
        if (blank < 0 || !READING.contains(statement.substring(0, blank))) {
            throw refused("only SELECT, WITH, VALUES and EXPLAIN QUERY PLAN of them are answered");
        }
    }

    private static void requireAllowed(@Nullable String found, boolean quoted) throws SqlRefused {
        if (found == null) {
            return;
        }
        String name =
                (quoted ? found.substring(1, found.length() - 1) : found).toUpperCase(Locale.ROOT);
        if (name.startsWith(OF_PRAGMAS) || (!quoted && FORBIDDEN.contains(name))) {
            throw refused(name + " is not for queries");
        }
    }

    private static SqlRefused refused(String why) {
        return new SqlRefused(Why.NOT_ALLOWED, "The query is not answered: " + why + ".");
    }
}
