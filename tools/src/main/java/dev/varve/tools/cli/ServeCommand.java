package dev.varve.tools.cli;

import dev.varve.server.Main;
import dev.varve.server.Running;
import dev.varve.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `varve serve`: the server, until it is told to stop.
@Command(
        name = "serve",
        description = {
            "Run the S3 server on a data directory, until SIGTERM or SIGINT.",
            "Every setting can be given as --set, in the environment, or in a file; config print"
                    + " shows them all."
        },
        mixinStandardHelpOptions = true,
        footer = ExitCodes.HELP)
final class ServeCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;
    @Spec private CommandSpec spec;

    /// For runs that only train an AOT cache, and for a look whether a directory opens.
    @Option(names = "--exit-after-start", hidden = true)
    private boolean exitAfterStart;

    /// For tests of clusters: a file with the milliseconds that the clock is to be off.
    @Option(names = "--clock-offset", hidden = true)
    private Path clockOffset;

    @Override
    public Integer call() throws InterruptedException, IOException {
        ServerConfig config = config();
        PrintWriter out = spec.commandLine().getOut();
        try (Running running = Main.start(config)) {
            CountDownLatch stopped = stopOnSignal(running);
            Greeting.lines(config, running).forEach(out::println);
            out.flush();
            if (exitAfterStart) {
                FirstRequests.send(running.address());
            } else {
                stopped.await();
            }
        }
        out.println("stopped");
        return ExitCodes.SOUND;
    }

    private ServerConfig config() {
        ServerConfig config = options.load().server();
        return clockOffset == null ? config : OffsetClock.of(clockOffset, config);
    }

    /// A signal runs the hook; the process ends when the hook has. In place before the greeting:
    /// whoever read it may send the signal at once.
    private static CountDownLatch stopOnSignal(Running running) {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    running.close();
                                    stopped.countDown();
                                },
                                "varve-stop"));
        return stopped;
    }
}
