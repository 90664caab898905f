package dev.varve.tools.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is not written, and what every package says.
class TidyTest {
    /// Any alternative of a multi-catch counts, in any place.
    private static final Pattern BROAD_CATCH =
            Pattern.compile(
                    "catch \\([^)]*\\b(Exception|RuntimeException|Throwable|Error)\\b(?!\\.)");

    /// Spelled so that this file does not find itself.
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private static final Pattern PRINTS =
            Pattern.compile("\\bSystem\\.(out|err)\\b|\\.printStackTrace\\(\\)");

    private static SourceTree tree;

    @BeforeAll
    static void read() throws IOException {
        tree = SourceTree.read();
    }

    @Test
    void broadCatchSaysWhy() {
        assertThat(tree.main().flatMap(file -> find(file, BROAD_CATCH, true)))
                .as("a catch this broad needs a comment: on its line, above it, or first inside")
                .isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(tree.files().stream().flatMap(file -> find(file, UNFINISHED, false))).isEmpty();
    }

    @Test
    void onlyToolsPrint() {
        assertThat(
                        tree.main()
                                .filter(file -> !file.module().equals(Path.of("tools")))
                                .flatMap(file -> find(file, PRINTS, false)))
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<Path> marked =
                tree.files().stream()
                        .filter(SourceFile::isPackageInfo)
                        .filter(file -> file.lines().contains("@NullMarked"))
                        .map(SourceFile::packageDirectory)
                        .collect(Collectors.toSet());
        assertThat(tree.files().stream().map(SourceFile::packageDirectory).distinct())
                .as("packages without a package-info.java that says @NullMarked")
                .filteredOn(directory -> !marked.contains(directory))
                .isEmpty();
    }

    @Test
    void findsBroadCatches() {
        List<String> lines =
                List.of(
                        "} catch (RuntimeException e) {",
                        "} catch (IOException | Throwable e) { // The thread ends here.",
                        "// A callback may throw anything.",
                        "} catch (Exception e) {",
                        "} catch (IOException | StoreException e) {",
                        "} catch (StoreException.Full e) {",
                        "} catch (Exception e) {");
        SourceFile file = new SourceFile(Path.of("log", "X.java"), lines);
        assertThat(find(file, BROAD_CATCH, true)).containsExactly(file.at(1), file.at(7));
    }

    private static Stream<String> find(SourceFile file, Pattern banned, boolean commentExcuses) {
        return IntStream.rangeClosed(1, file.lines().size())
                .filter(number -> banned.matcher(file.lines().get(number - 1)).find())
                .filter(number -> !(commentExcuses && commented(file, number)))
                .mapToObj(file::at);
    }

    private static boolean commented(SourceFile file, int number) {
        List<String> lines = file.lines();
        return lines.get(number - 1).contains("//")
                || (number > 1 && lines.get(number - 2).strip().startsWith("//"))
                || (number < lines.size() && lines.get(number).strip().startsWith("//"));
    }
}
