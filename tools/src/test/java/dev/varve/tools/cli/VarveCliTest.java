package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VarveCliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine cli =
            VarveCli.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true));

    @Test
    void printsVersionAndJava() {
        assertThat(cli.execute("version")).isZero();
        assertThat(out.toString()).startsWith("varve 0.").contains("Java 25");
    }

    @Test
    void showsUsageWhenNoCommandIsGiven() {
        assertThat(cli.execute()).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("Usage: varve");
    }

    @Test
    void leavesCommitOutWhenItIsUnknown() {
        assertThat(new BuildInfo("1.0", "")).asString().startsWith("varve 1.0, Java ");
        assertThat(new BuildInfo("1.0", "abc")).asString().startsWith("varve 1.0 (abc), Java ");
    }
}
