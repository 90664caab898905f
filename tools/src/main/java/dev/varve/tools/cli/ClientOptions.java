package dev.varve.tools.cli;

import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.Given;
import dev.varve.tools.client.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The flags of every command that asks a server.
final class ClientOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Where the server is (VARVE_SERVER, client.toml, http://127.0.0.1:9000).")
    private String server;

    @Option(
            names = "--key",
            paramLabel = "ID[:SECRET]",
            description =
                    "Access key (VARVE_ACCESS_KEY and VARVE_SECRET_KEY, client.toml, AWS_*). Others on"
                            + " this machine may see a secret that is given here.")
    private String key;

    @Option(
            names = "--auth",
            paramLabel = "HOW",
            description =
                    "signature, which keeps the secret here, or basic, which sends it and takes TLS"
                            + " (signature).")
    private String auth;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates in PEM to trust instead of the usual ones.")
    private Path ca;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait where nothing comes (60).")
    private int timeout = 60;

    @Option(
            names = "--tries",
            paramLabel = "N",
            description = "How often something that may be repeated is tried (5).")
    private int tries = Patience.USUAL.tries();

    ApiClient connect() {
        if (timeout < 1 || tries < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout and --tries must be 1 or more");
        }
        Given given =
                new Given(
                        Optional.ofNullable(server),
                        Optional.ofNullable(key),
                        Optional.ofNullable(auth),
                        Optional.ofNullable(ca),
                        VarveCli.environment(spec));
        Patience usual = Patience.USUAL;
        return new ApiClient(
                given.settings(),
                new Patience(tries, Duration.ofSeconds(timeout), usual.first(), usual.longest()));
    }
}
