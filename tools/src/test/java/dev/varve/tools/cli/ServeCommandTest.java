package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
    private static final List<String> QUICK =
            List.of(
                    "--listen",
                    "127.0.0.1:0",
                    "--exit-after-start",
                    "--set",
                    "space.reserve-bytes=0",
                    "--set",
                    "space.min-free-bytes=0");

    @TempDir private Path work;

    private int serve(Shell shell) {
        Stream<String> command = Stream.of("serve", "--data", work.resolve("data").toString());
        return shell.run(Stream.concat(command, QUICK.stream()).toArray(String[]::new));
    }

    @Test
    void showsAFreshKeyOnceWithLinesToPaste() throws IOException {
        Shell shell = new Shell(Map.of());
        assertThat(serve(shell)).isZero();
        List<String> lines = shell.out().lines().toList();
        assertThat(lines)
                .anyMatch(
                        line -> line.matches("varve listens on http://127.0.0.1:\\d+, data in .*"))
                .anyMatch(line -> line.matches("export AWS_ACCESS_KEY_ID=VK\\w{18}"))
                .anyMatch(line -> line.matches("export AWS_SECRET_ACCESS_KEY=\\w{40}"))
                .contains("export AWS_DEFAULT_REGION=us-east-1")
                .anyMatch(line -> line.matches("aws --endpoint-url http://\\S+ s3 mb s3://first"))
                .anyMatch(
                        line -> line.matches("echo hello \\| aws .* s3 cp - s3://first/hello.txt"))
                .anyMatch(line -> line.matches("aws .* s3 ls s3://first"));
        String secret = secret();
        assertThat(shell.out()).containsOnlyOnce(secret);

        assertThat(serve(shell)).isZero();
        assertThat(shell.out() + shell.err()).doesNotContain(secret);
        assertThat(shell.out())
                .contains("the admin key is in " + work.resolve("data/admin-key"))
                .contains("AWS_SHARED_CREDENTIALS_FILE=");
    }

    private String secret() throws IOException {
        String mark = "aws_secret_access_key = ";
        return Files.readAllLines(work.resolve("data/admin-key")).stream()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void saysNothingOfKeysThatAreConfigured() {
        Shell shell =
                new Shell(
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "ROOT",
                                "AWS_SECRET_ACCESS_KEY", "a-secret-nobody-may-see"));
        assertThat(serve(shell)).isZero();
        assertThat(shell.out()).doesNotContain("AWS_").doesNotContain("nobody");
        assertThat(work.resolve("data/admin-key")).doesNotExist();
    }

    @Test
    void closesTheStoreCleanly() {
        assertThat(serve(new Shell(Map.of()))).isZero();
        assertThat(work.resolve("data/CLEAN")).exists();
    }
}
