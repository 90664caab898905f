package dev.varve.tools.cli;

import dev.varve.tools.bench.Watch;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// One progress bar after the other, each for a task with a name, and between them what was found. For
/// any number of threads.
final class Bars implements Watch, AutoCloseable {
    private final PrintWriter out;
    private String task = "";
    private @Nullable Terminal bar;

    Bars(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void at(String name, long done, long total) {
        if (bar == null || !name.equals(task)) {
            end();
            task = name;
            bar = Terminal.bar(name, total);
        }
        bar.at(done, total, "");
    }

    /// What is long under way may be stopped before its end, and is not for nothing then.
    @Override
    public synchronized void found(String name, String value) {
        end();
        out.println("found " + name + ": " + value);
        out.flush();
    }

    private void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    @Override
    public synchronized void close() {
        end();
    }
}
