package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first Java block of the README, compiled and run by a JVM of its own.
class ReadmeExampleTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path", "");
    @TempDir private Path directory;

    @Test
    void putsListsReadsThePastAndCloses() throws Exception {
        Path source = directory.resolve("Example.java");
        Files.write(source, firstJavaBlock());
        assertThat(compile(source)).isZero();
        Path data = directory.resolve("data");
        assertThat(run(data)).containsExactly("today.txt 10", "before: draft");
        assertThat(data.resolve("journal")).isNotEmptyDirectory();
        try (Varve varve = Varve.open(VarveConfig.at(data))) {
            assertThat(varve.store().buckets().list("", "", 10)).hasSize(1);
        }
    }

    @Test
    void readmeSaysWhatItPrints() throws IOException {
        assertThat(Files.readString(readme()))
                .contains("It prints `today.txt 10` and `before: draft`.");
    }

    private int compile(Path source) {
        return ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        CLASS_PATH,
                        "-d",
                        directory.toString(),
                        source.toString());
    }

    private List<String> run(Path data) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flagsOfThisJvm());
        command.addAll(List.of("-cp", CLASS_PATH + File.pathSeparator + directory));
        command.addAll(List.of("Example", data.toString()));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(out);
    }

    private static List<String> flagsOfThisJvm() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle"))
                .toList();
    }

    private static List<String> firstJavaBlock() throws IOException {
        return Files.readAllLines(readme()).stream()
                .dropWhile(line -> !line.equals("```java"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .toList();
    }

    private static Path readme() {
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, path -> path != null, Path::getParent)
                .filter(path -> Files.exists(path.resolve("mvnw")))
                .map(path -> path.resolve("README.md"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no README above " + here));
    }
}
