package dev.varve.tools.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `docs/coverage.md` names only what is there: tests, routes of the API, operations of S3, settings,
/// paths of the server. A row either names the test that shows it, or says that it is not there yet.
class CoverageTest {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("(\\w+)#(\\w+)");
    private static final Pattern ROUTE = Pattern.compile("[A-Z]+ /v1/\\S+");
    private static final Pattern PATH = Pattern.compile("[A-Z]+ (/\\S+)");
    private static final Pattern OPERATION = Pattern.compile("[A-Z]\\w+");
    private static final Pattern SETTING = Pattern.compile("[a-z]+(?:[.-][a-z]+)*");
    private static final Pattern IS_TEST = Pattern.compile("@(?:Parameterized|Repeated)?Test\\b");
    private static final Set<String> NOT_YET = Set.of("planned", "pending");

    private static Path root = Path.of("");
    private static List<Row> rows = List.of();
    private static Map<String, String> sources = Map.of();
    private static Set<String> routes = Set.of();

    private record Row(String what, String here, String shown) {
        static Row of(String line) {
            List<String> cells = Pattern.compile("\\|").splitAsStream(line).toList();
            return new Row(cells.get(1).strip(), cells.get(2).strip(), cells.get(3).strip());
        }

        boolean isNotYet() {
            return NOT_YET.contains(here.replaceFirst(",.*", ""));
        }

        List<String> places() {
            return CODE.matcher(here).results().map(found -> found.group(1)).toList();
        }

        List<MatchResult> tests() {
            return TEST.matcher(shown).results().toList();
        }
    }

    @BeforeAll
    static void read() throws IOException {
        SourceTree tree = SourceTree.read();
        root = tree.root();
        sources =
                tree.files().stream()
                        .filter(file -> file.path().toString().contains("src/test"))
                        .collect(
                                Collectors.toMap(
                                        CoverageTest::className,
                                        file -> String.join("\n", file.lines()),
                                        (one, other) -> one + "\n" + other));
        rows =
                Files.readAllLines(root.resolve("docs/coverage.md")).stream()
                        .filter(line -> line.startsWith("| ") && !line.contains("| shown by |"))
                        .filter(line -> !line.contains("| test |"))
                        .map(Row::of)
                        .toList();
        routes = routes(Files.readAllLines(root.resolve("docs/openapi.yaml")));
    }

    private static String className(SourceFile file) {
        return String.valueOf(file.path().getFileName()).replace(".java", "");
    }

    /// Paths stand two blanks in, methods four.
    private static Set<String> routes(List<String> yaml) {
        Set<String> found = new TreeSet<>();
        String path = "";
        for (String line : yaml) {
            if (line.matches(" {2}/.*:")) {
                path = line.strip().replace(":", "");
            } else if (line.matches(" {4}[a-z]+:") && !path.isEmpty()) {
                found.add(line.strip().replace(":", "").toUpperCase(Locale.ROOT) + " " + path);
            } else if (!line.startsWith(" ")) {
                path = "";
            }
        }
        return found;
    }

    @Test
    void everyRowIsShownOrNotThereYet() {
        assertThat(rows).hasSizeGreaterThan(150);
        assertThat(rows)
                .filteredOn(row -> row.tests().isEmpty() != row.isNotYet())
                .as("rows without a test that do not say planned or pending, or the other way")
                .isEmpty();
        assertThat(rows).extracting(Row::what).doesNotHaveDuplicates();
    }

    @Test
    void everyTestExists() {
        assertThat(rows.stream().flatMap(row -> row.tests().stream()))
                .filteredOn(test -> !exists(test.group(1), test.group(2)))
                .extracting(MatchResult::group)
                .isEmpty();
        assertThat(exists("CoverageTest", "everyTestExists")).isTrue();
        assertThat(exists("CoverageTest", "everyTest")).isFalse();
        assertThat(exists("Coverage", "everyTestExists")).isFalse();
    }

    /// A method of a test class with an annotation that makes it a test, after the end of the one before.
    private static boolean exists(String type, String method) {
        String source = sources.getOrDefault(type, "");
        int at = source.indexOf(" void " + method + "(");
        int begin = Math.max(0, source.lastIndexOf("\n    }\n", Math.max(0, at)));
        return at > 0 && IS_TEST.matcher(source.substring(begin, at)).find();
    }

    @Test
    void everyPlaceExists() throws IOException {
        String s3 = Files.readString(root.resolve("docs/s3.md"));
        String settings = Files.readString(root.resolve("docs/configuration.md"));
        String operations = Files.readString(root.resolve("docs/operations.md"));
        List<String> missing =
                rows.stream()
                        .flatMap(row -> row.places().stream())
                        .filter(place -> !isThere(place, s3, settings, operations))
                        .toList();
        assertThat(missing).isEmpty();
        assertThat(routes).contains("POST /v1/buckets", "GET /v1/docs");
    }

    private static boolean isThere(String place, String s3, String settings, String operations) {
        if (ROUTE.matcher(place).matches()) {
            return routes.contains(place);
        }
        Matcher path = PATH.matcher(place);
        if (path.matches()) {
            return operations.contains("`" + path.group(1) + "`");
        }
        if (OPERATION.matcher(place).matches()) {
            return s3.contains("\n| " + place + " |");
        }
        // Of commands DocsTest asks whether they exist.
        return SETTING.matcher(place).matches()
                ? settings.contains("\n| `" + place + "` |")
                : place.startsWith("tools/varve ");
    }
}
