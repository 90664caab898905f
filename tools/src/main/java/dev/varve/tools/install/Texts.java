package dev.varve.tools.install;

import dev.varve.server.config.KeyPair;
import dev.varve.server.config.Secret;
import java.nio.file.Path;
import java.util.function.Function;

/// The other files that an installation writes.
final class Texts {
    private Texts() {}

    /// @param show how a secret is written: revealed into the file, masked for a dry run
    static String configuration(
            Layout layout, String listen, Keys keys, Function<Secret, String> show) {
        return """
        # Every setting is described in docs/configuration.md of the project;
        # `varve config print` shows what is in force and where it came from.
        data = "%s"

        # 0.0.0.0:9000 is all interfaces: set up [tls] first.
        listen = "%s"

        [metrics]
        token = "%s"

        [[users]]
        id = "admin"
        display_name = "admin"
        access_key = "%s"
        secret_key = "%s"
        admin = true
        """
                .formatted(
                        layout.data(),
                        listen,
                        show.apply(keys.metricsToken()),
                        keys.admin().accessKey(),
                        show.apply(keys.admin().secretKey()));
    }

    /// Fresh for each installation.
    record Keys(KeyPair admin, Secret metricsToken) {}

    static String environment() {
        return """
        # Read by varve.service. Variables win over varve.toml.
        #VARVE_JAVA_OPTS=-Xmx1g
        """;
    }

    static String launcher(Layout layout, Path javaHome) {
        return """
        #!/bin/sh
        # Written by varve install. VARVE_JAVA_OPTS: more options for the JVM.
        # shellcheck disable=SC2086
        exec %1$s/bin/java @%2$s/jvm.args -Xmx320m -XX:+ExitOnOutOfMemoryError \\
            ${VARVE_JAVA_OPTS:-} -cp '%2$s/lib/*' dev.varve.tools.cli.VarveCli "$@"
        """
                .formatted(javaHome, layout.program());
    }
}
