package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.clients.LiveServer;
import dev.varve.server.clients.Scheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the commands of `docs/cli.md`, one after the other.
class CliPageIT {
    /// What is in quotes is one word.
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

    private static final Pattern LINE =
            Pattern.compile("(?:echo (\\S+) \\| )?tools/varve (.*?)(?:\\s+# exit (\\d+))?");

    @TempDir private Path work;

    private static List<String> page() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path page =
                Stream.of(here, here.resolveSibling(""))
                        .map(directory -> directory.resolve("docs/cli.md"))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
        return Files.readAllLines(page);
    }

    private static List<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        for (String line : page()) {
            if (line.startsWith("```")) {
                inside = line.equals("```sh");
            } else if (inside) {
                commands.add(line);
            }
        }
        return commands;
    }

    /// Paths of the page are relative to a directory of this test.
    private String[] arguments(String words) {
        return WORD.matcher(words)
                .results()
                .map(found ->
                        found.group().startsWith("'")
                                ? found.group().replace("'", "")
                                : found.group().replace("\"", ""))
                .map(word ->
                        word.startsWith("./") ? work.resolve(word.substring(2)).toString() : word)
                .toArray(String[]::new);
    }

    @Test
    void doesWhatThePageSays() throws IOException {
        try (LiveServer server = LiveServer.start(Scheme.HTTP)) {
            ClientShell shell = new ClientShell(server, work.resolve("home"));
            List<String> commands = commands();
            assertThat(commands).hasSizeGreaterThan(15);
            for (String command : commands) {
                Matcher line = LINE.matcher(command);
                assertThat(line.matches()).as(command).isTrue();
                String input = line.group(1) == null ? "" : line.group(1) + "\n";
                int code = shell.in(input.getBytes(UTF_8)).run(arguments(line.group(2)));
                int expected = line.group(3) == null ? 0 : Integer.parseInt(line.group(3));
                assertThat(code).as(command + ": " + shell.err()).isEqualTo(expected);
            }
            assertThat(work.resolve("hello.txt")).hasContent("hello\n");
            assertThat(work.resolve("notes/hello.txt")).hasContent("hello\n");
        }
    }

    @Test
    void namesEveryExitCode() throws IOException {
        Pattern row = Pattern.compile("\\| (\\d) \\|.*");
        assertThat(
                        page().stream()
                                .map(row::matcher)
                                .filter(Matcher::matches)
                                .map(found -> Integer.valueOf(found.group(1))))
                .containsExactly(
                        ExitCodes.SOUND,
                        2,
                        ExitCodes.FAILED,
                        ExitCodes.NOT_FOUND,
                        ExitCodes.DENIED,
                        ExitCodes.CONFLICT,
                        ExitCodes.UNREACHABLE,
                        ExitCodes.PARTLY);
    }
}
