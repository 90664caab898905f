package dev.varve.tools.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/// Runs commands as a shell would, in an environment of their own.
final class Shell {
    private final Map<String, String> environment;
    private String out = "";
    private String err = "";

    Shell(Map<String, String> environment) {
        this.environment = environment;
    }

    int run(String... arguments) {
        StringWriter printed = new StringWriter();
        StringWriter failed = new StringWriter();
        int code =
                VarveCli.commandLine(environment)
                        .setOut(new PrintWriter(printed, true))
                        .setErr(new PrintWriter(failed, true))
                        .execute(arguments);
        out = printed.toString();
        err = failed.toString();
        return code;
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }
}
