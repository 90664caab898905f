package dev.varve.tools.clients;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What `.ci/install` installs, and how its scenario is run.
enum Client {
    AWS_CLI("aws-cli.sh", onPath("aws")),
    AWS_CLI_1("aws-cli.sh", pinned("venv/bin/aws")),
    BOTO3("boto3_scenario.py", pinned("venv/bin/python")),
    BOTO3_RULES("lifecycle_scenario.py", pinned("venv/bin/python")),
    RCLONE("rclone.sh", onPath("rclone")),
    S3CMD("s3cmd.sh", onPath("s3cmd")),
    RESTIC("restic.sh", onPath("restic")),
    JS_V3("js-v3.mjs", pinned("js/node_modules/@aws-sdk/client-s3")),
    MINIO_JS("minio-js.mjs", pinned("js/node_modules/minio")),
    TUS_JS("tus.mjs", pinned("js/node_modules/tus-js-client"));

    private final String script;
    private final Path program;

    Client(String script, Path program) {
        this.script = script;
        this.program = program;
    }

    /// Where `.ci/install` puts what it pins.
    static Path cache() {
        return environment("VARVE_CLIENTS")
                .map(Path::of)
                .orElseGet(() ->
                        environment("XDG_CACHE_HOME")
                                .map(Path::of)
                                .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                                .resolve("varve"));
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    private static Path pinned(String path) {
        return cache().resolve(path);
    }

    /// Distribution packages first: a stand-in earlier on the path may be anything.
    private static Path onPath(String name) {
        return Stream.concat(
                        Stream.of("/usr/bin"),
                        Stream.of(environment("PATH").orElse("").split(File.pathSeparator)))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(name));
    }

    /// Why it cannot be run here.
    Optional<String> missing() {
        return Files.exists(program)
                ? Optional.empty()
                : Optional.of(program + " is not here; .ci/install installs it");
    }

    List<String> command(Path scripts) {
        String path = scripts.resolve(script).toString();
        return switch (script.substring(script.lastIndexOf('.'))) {
            case ".sh" -> List.of("bash", path);
            case ".mjs" -> List.of("node", path);
            default -> List.of(program.toString(), path);
        };
    }

    Map<String, String> environment() {
        return Map.of("AWS", program.toString(), "VARVE_CLIENTS", cache().toString());
    }

    /// For names of buckets.
    String bucketPrefix() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
