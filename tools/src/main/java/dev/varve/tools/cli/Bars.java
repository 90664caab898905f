package dev.varve.tools.cli;

import org.jspecify.annotations.Nullable;

/// One progress bar after the other, each for a task with a name. For any number of threads.
final class Bars implements AutoCloseable {
    private String task = "";
    private @Nullable Terminal bar;

    synchronized void at(String name, long done, long total) {
        if (bar == null || !name.equals(task)) {
            end();
            task = name;
            bar = Terminal.bar(name, total);
        }
        bar.at(done, total, "");
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
