package dev.varve.tools.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// All Java files of the project, found from the directory the tests run in.
record SourceTree(Path root, List<SourceFile> files) {
    private static final List<String> MODULES =
            List.of("log", "projections", "replication", "server", "tools");

    static SourceTree read() throws IOException {
        Path root = root(Path.of("").toAbsolutePath());
        try (Stream<Path> paths = MODULES.stream().map(root::resolve).flatMap(SourceTree::java)) {
            return new SourceTree(
                    root, paths.sorted().map(file -> SourceFile.read(root, file)).toList());
        }
    }

    Stream<SourceFile> main() {
        return files.stream().filter(SourceFile::isMain);
    }

    Stream<SourceFile> tests() {
        return files.stream().filter(file -> !file.isMain());
    }

    private static Stream<Path> java(Path module) {
        return Stream.of("src/main/java", "src/test/java")
                .map(module::resolve)
                .filter(Files::isDirectory)
                .flatMap(SourceTree::walk);
    }

    private static Stream<Path> walk(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> path.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root(Path start) {
        return Stream.iterate(start, path -> path != null, Path::getParent)
                .filter(path -> Files.exists(path.resolve("mvnw")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no mvnw above " + start));
    }
}
