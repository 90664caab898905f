package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigPrintCommandTest {
    private static final String SECRET = "a-secret-nobody-may-see";

    @TempDir private Path work;

    @Test
    void showsEachValueWithItsSource() throws IOException {
        Path file = Files.writeString(work.resolve("v.toml"), "[http]\nidle-timeout = '45s'\n");
        Shell shell = new Shell(Map.of("VARVE_REGION", "eu-1", "HOME", "/nowhere"));
        String data = work.resolve("d").toString();
        assertThat(
                        shell.run(
                                "config",
                                "print",
                                "--config",
                                file.toString(),
                                "--data",
                                data,
                                "--set",
                                "limits.queue=7"))
                .isZero();
        assertThat(shell.out().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .contains(
                        "data | " + data + " | --data",
                        "region | eu-1 | VARVE_REGION",
                        "http.idle-timeout | 45s | " + file + ":2",
                        "limits.queue | 7 | --set limits.queue",
                        "listen | 127.0.0.1:9000 | default");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void masksEverySecret() throws IOException {
        Path file =
                Files.writeString(
                        work.resolve("v.toml"),
                        "[[users]]\nid='a'\naccess_key='AAA'\nsecret_key='" + SECRET + "'\n");
        Shell shell =
                new Shell(
                        Map.of(
                                "VARVE_METRICS_TOKEN",
                                SECRET,
                                "VARVE_CONFIG",
                                file.toString(),
                                "AWS_ACCESS_KEY_ID",
                                "ROOT",
                                "AWS_SECRET_ACCESS_KEY",
                                SECRET));
        assertThat(shell.run("config", "print")).isZero();
        assertThat(shell.out() + shell.err()).doesNotContain(SECRET);
        assertThat(shell.out().lines())
                .anyMatch(line -> line.matches("admin.secret-key +\\*{8} +AWS_SECRET_ACCESS_KEY"))
                .anyMatch(line -> line.matches("metrics.token +\\*{8} +VARVE_METRICS_TOKEN"))
                .anyMatch(line -> line.matches("users +admin, ROOT / \\*{8}, admin .*"))
                .anyMatch(line -> line.matches("users +a, AAA / \\*{8} .*v.toml:1"));
    }

    @Test
    void refusesWhatServeRefuses() {
        Shell shell = new Shell(Map.of());
        for (String command : new String[] {"config print", "serve"}) {
            String[] arguments = (command + " --listen nowhere").split(" ", -1);
            assertThat(shell.run(arguments)).isEqualTo(CommandLine.ExitCode.USAGE);
            assertThat(shell.err()).startsWith("varve: --listen: listen must be HOST:PORT");
            assertThat(shell.err()).doesNotContain("\tat ");
        }
        assertThat(shell.run("config", "print", "--set", "listen")).isEqualTo(2);
        assertThat(shell.err()).contains("--set takes KEY=VALUE, not 'listen'");
    }

    @Test
    void warnsOfWeakSecretsUnderDev() {
        Shell shell =
                new Shell(
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "minioadmin",
                                "AWS_SECRET_ACCESS_KEY", "minioadmin"));
        assertThat(shell.run("config", "print", "--dev")).isZero();
        assertThat(shell.err()).startsWith("warning: AWS_SECRET_ACCESS_KEY: ");
        assertThat(shell.run("config", "print")).isEqualTo(2);
    }
}
