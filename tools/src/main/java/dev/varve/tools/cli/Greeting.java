package dev.varve.tools.cli;

import dev.varve.server.Running;
import dev.varve.server.config.AdminKey;
import dev.varve.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a server says when it is up. A key that was made just now is shown here, and never again.
final class Greeting {
    private Greeting() {}

    static List<String> lines(ServerConfig config, Running running) {
        String url = running.bound().getFirst().url();
        Path data = config.store().data().toAbsolutePath().normalize();
        List<String> lines = new ArrayList<>();
        lines.add("varve listens on " + url + ", data in " + data);
        running.bound().stream()
                .skip(1)
                .map(also -> "varve listens on " + also.url() + " too")
                .forEach(lines::add);
        running.adminKey()
                .ifPresent(key -> lines.addAll(key.fresh() ? first(key, config, url) : later(key)));
        return lines;
    }

    private static List<String> first(AdminKey key, ServerConfig config, String url) {
        String aws = "aws --endpoint-url " + url + " s3 ";
        return """

        An admin key was made. It is shown this once, and kept in %s

        export AWS_ACCESS_KEY_ID=%s
        export AWS_SECRET_ACCESS_KEY=%s
        export AWS_DEFAULT_REGION=%s

        %s
        %s
        %s
        """
                .formatted(
                        key.file(),
                        key.user().accessKey(),
                        key.user().secretKey(),
                        config.region(),
                        aws + "mb s3://first",
                        "echo hello | " + aws + "cp - s3://first/hello.txt",
                        aws + "ls s3://first")
                .lines()
                .toList();
    }

    private static List<String> later(AdminKey key) {
        return List.of(
                "the admin key is in " + key.file(),
                "export AWS_SHARED_CREDENTIALS_FILE=" + key.file() + " makes aws use it");
    }
}
