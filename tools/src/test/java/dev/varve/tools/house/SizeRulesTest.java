package dev.varve.tools.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How long files and methods may get. One that must be longer says why in a line `// house: why`:
/// a file at its top, a method just above or inside.
class SizeRulesTest {
    private static final int LONGEST_FILE = 500;
    private static final int LONGEST_METHOD = 60;

    private static final double TESTS_FOR_CODE = 0.6;

    private static List<SourceFile> files;
    private static List<SourceFile> tests;
    private static List<Methods.Method> methods;

    @BeforeAll
    static void read() throws IOException {
        SourceTree tree = SourceTree.read();
        files = tree.main().filter(file -> !file.isPackageInfo()).toList();
        tests = tree.tests().toList();
        methods = files.stream().flatMap(file -> Methods.of(file).stream()).toList();
    }

    @Test
    void filesAreShort() {
        Spread spread = Spread.of(files.stream().mapToInt(file -> file.lines().size()));
        List<String> longest =
                files.stream()
                        .sorted(Comparator.comparingInt(file -> -file.lines().size()))
                        .limit(10)
                        .map(file -> file.path() + ", " + file.lines().size() + " lines")
                        .toList();
        assertThat(spread.median()).as("%s, longest %s", spread, longest).isLessThanOrEqualTo(100);
        assertThat(spread.p90()).as("%s, longest %s", spread, longest).isLessThanOrEqualTo(300);
    }

    @Test
    void methodsAreShort() {
        Spread spread = Spread.of(methods.stream().mapToInt(Methods.Method::lines));
        List<Methods.Method> longest =
                methods.stream()
                        .sorted(Comparator.comparingInt(method -> -method.lines()))
                        .limit(10)
                        .toList();
        assertThat(spread.median()).as("%s, longest %s", spread, longest).isLessThanOrEqualTo(7);
        assertThat(spread.p90()).as("%s, longest %s", spread, longest).isLessThanOrEqualTo(20);
    }

    @Test
    void noFileIsHuge() {
        assertThat(Stream.concat(files.stream(), tests.stream()))
                .filteredOn(file -> file.lines().size() > LONGEST_FILE && !file.excused(1, 3))
                .extracting(file -> file.path() + ", " + file.lines().size() + " lines")
                .isEmpty();
    }

    @Test
    void noMethodIsHuge() {
        assertThat(Stream.concat(methods.stream(), tests.stream().flatMap(SizeRulesTest::methods)))
                .filteredOn(method -> method.lines() > LONGEST_METHOD && !method.excused())
                .isEmpty();
    }

    /// The aim is as much test as code. The share is what was reached, and only ever goes up.
    @Test
    void theShareOfTestsDoesNotShrink() {
        assertThat((double) lines(tests) / lines(files))
                .as("lines of tests for each line of code")
                .isGreaterThanOrEqualTo(TESTS_FOR_CODE);
    }

    private static Stream<Methods.Method> methods(SourceFile file) {
        return Methods.of(file).stream();
    }

    private static int lines(List<SourceFile> counted) {
        return counted.stream().mapToInt(file -> file.lines().size()).sum();
    }
}
