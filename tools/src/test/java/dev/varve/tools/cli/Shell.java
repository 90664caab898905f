package dev.varve.tools.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/// Runs commands as a shell would, in an environment of their own.
final class Shell {
    private final Map<String, String> environment;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();
    private String out = "";
    private String err = "";

    Shell(Map<String, String> environment) {
        this.environment = environment;
    }

    /// What the next command may read.
    Shell in(byte[] input) {
        in = new ByteArrayInputStream(input);
        return this;
    }

    int run(String... arguments) {
        bytes.reset();
        StringWriter printed = new StringWriter();
        StringWriter failed = new StringWriter();
        int code =
                VarveCli.commandLine(new VarveCli.Surroundings(environment, in, bytes))
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

    /// What a command wrote that writes bytes.
    byte[] bytes() {
        return bytes.toByteArray();
    }

    String err() {
        return err;
    }
}
