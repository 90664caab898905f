package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionCommandTest {
    private final Shell shell = new Shell(Map.of());
    @TempDir private Path work;

    private String script(String name) {
        assertThat(shell.run("completion", name)).isZero();
        return shell.out();
    }

    private String bash(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(work.resolve("run"), script);
        Process bash =
                new ProcessBuilder("bash", "--norc", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(printed).isZero();
        return printed;
    }

    @Test
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        String ask =
                """
                COMP_WORDS=(varve bucket ''); COMP_CWORD=2; _complete_varve; echo "${COMPREPLY[@]}"
                COMP_WORDS=(varve bucket ls --p); COMP_CWORD=3; _complete_varve; echo "${COMPREPLY[@]}"
                """;
        String printed = bash(script("bash") + "\n" + ask);
        assertThat(printed.lines().toList().getFirst()).contains("create", "ls", "rm", "stat");
        assertThat(printed.lines().toList().getLast()).contains("--prefix");
    }

    @Test
    void zshGetsWhatItNeedsToReadThatOfBash() {
        assertThat(script("zsh")).contains("bashcompinit").contains("complete -F");
    }

    @Test
    void fishGetsALineForEachCommandAndOption() {
        assertThat(script("fish").lines())
                .contains(
                        "complete -c varve -n '__varve_at' -f -a 'version' -d 'Print the version, its commit and the Java it runs on.'")
                .anyMatch(line ->
                        line.startsWith(
                                "complete -c varve -n '__varve_at bucket' -f -a 'ls' -d 'List the"))
                .anyMatch(line ->
                        line.startsWith(
                                "complete -c varve -n '__varve_in bucket ls' -l 'prefix' -r -d 'Only"))
                .noneMatch(line -> line.contains("exit-after-start"));
    }

    @Test
    void refusesOtherShells() {
        assertThat(shell.run("completion", "tcsh")).isEqualTo(2);
        assertThat(shell.err()).contains("bash, zsh, fish");
    }
}
