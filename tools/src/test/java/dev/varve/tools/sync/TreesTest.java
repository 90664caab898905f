package dev.varve.tools.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
    @TempDir private Path root;

    private void file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, name);
    }

    private List<String> names(List<String> leftOut) throws IOException {
        List<String> names = new ArrayList<>();
        new LocalTree(root, (name, why) -> leftOut.add(name + ": " + why))
                .forEachRemaining(entry -> names.add(entry.name()));
        return names;
    }

    @Test
    void readsFilesInTheOrderOfKeys() throws IOException {
        // A dash and a dot come before a slash, and a zero behind it.
        for (String name : List.of("a/b", "a-b", "a.b", "a0", "b", "a/c/d")) {
            file(name);
        }
        Files.createDirectories(root.resolve("empty"));
        List<String> leftOut = new ArrayList<>();
        assertThat(names(leftOut)).containsExactly("a-b", "a.b", "a/b", "a/c/d", "a0", "b");
        assertThat(leftOut).isEmpty();
    }

    @Test
    void ordersTextByItsBytes() {
        assertThat(Stream.of("\uD83D\uDE00", "\uFF5E", "z", "a/", "a", "a-").sorted(Entry.ORDER))
                .containsExactly("a", "a-", "a/", "z", "\uFF5E", "\uD83D\uDE00");
    }

    @Test
    void followsNoLinkAndSkipsItsOwnParts() throws IOException {
        file("a");
        file(".varve-part/x.part");
        file("d/.varve-part");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("a"));
        Files.createSymbolicLink(root.resolve("up"), root.resolve("..").toRealPath());
        List<String> leftOut = new ArrayList<>();
        assertThat(names(leftOut)).containsExactly("a", "d/.varve-part");
        assertThat(leftOut)
                .containsExactly("link: a link is not followed", "up: a link is not followed");
    }

    private static Entry entry(String name) {
        return new Entry.OfFile(name, Path.of("x"), 1, Instant.EPOCH);
    }

    private static List<String> pairs(String from, String to) {
        List<String> pairs = new ArrayList<>();
        new Pairs(entries(from), entries(to))
                .forEachRemaining(pair ->
                        pairs.add(
                                pair.from().map(Entry::name).orElse("-")
                                        + pair.to().map(Entry::name).orElse("-")));
        return pairs;
    }

    private static Iterator<Entry> entries(String names) {
        return names.chars().mapToObj(c -> entry(String.valueOf((char) c))).iterator();
    }

    @Test
    void bringsTogetherWhatHasTheSameName() {
        assertThat(pairs("acd", "bcz")).containsExactly("a-", "-b", "cc", "d-", "-z");
        assertThat(pairs("", "ab")).containsExactly("-a", "-b");
        assertThat(pairs("a", "")).containsExactly("a-");
        assertThat(pairs("", "")).isEmpty();
    }

    @Test
    void refusesATreeOutOfOrder() {
        assertThatThrownBy(() -> pairs("ba", "a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> pairs("", "aa")).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/../x",
                "a/..",
                ".",
                "a/./x",
                "/etc/x",
                "a//x",
                "a/",
                "",
                "a\0b",
                ".varve-part/x",
            })
    void refusesKeysThatWouldLeadElsewhere(String name) {
        assertThatThrownBy(() -> new LocalNames(root).path(name))
                .isInstanceOf(LocalNames.Impossible.class);
        try (Stream<Path> files = Files.list(root)) {
            assertThat(files).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "...", "..a", "a..", "-", " ", "\\", "C:", "a\nb"})
    void takesNamesThatAreOnlyOdd(String name) throws IOException {
        Path path = new LocalNames(root).path(name);
        assertThat(path.startsWith(root)).isTrue();
        assertThat(root.relativize(path).toString()).isEqualTo(name);
    }

    @Test
    void goesThroughNoLink() throws IOException {
        Path outside = Files.createDirectory(root.resolve("outside"));
        Path inside = Files.createDirectory(root.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("link"), outside);
        LocalNames names = new LocalNames(inside);
        Path file = names.path("link/x");
        assertThatThrownBy(() -> names.makeParents(file)).hasMessageContaining("is a link");
        assertThatThrownBy(() -> LocalNames.requireReplaceable(inside.resolve("link")))
                .hasMessageContaining("a link is there");
    }

    @Test
    void saysThatNamesCollide() throws IOException {
        LocalNames names = new LocalNames(root);
        file("a");
        file("d/x");
        assertThatThrownBy(() -> names.makeParents(names.path("a/b")))
                .hasMessageContaining("collide");
        assertThatThrownBy(() -> LocalNames.requireReplaceable(names.path("d")))
                .hasMessageContaining("collide");
        LocalNames.requireReplaceable(names.path("a"));
        LocalNames.requireReplaceable(names.path("free"));
        names.makeParents(names.path("e/f/g"));
        assertThat(root.resolve("e/f")).isDirectory();
    }
}
