package dev.varve.tools.cli;

import dev.varve.log.journal.JournalVerifier;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/// A progress bar with the time that is left, where somebody watches; elsewhere nothing, or a line from
/// time to time.
final class Terminal implements AutoCloseable {
    private static final long LINE_EVERY = Duration.ofMinutes(1).toNanos();

    private final String task;
    private final @Nullable ProgressBar bar;
    private final @Nullable PrintWriter out;
    private long nextLine = System.nanoTime() + LINE_EVERY;

    private Terminal(String task, @Nullable ProgressBar bar, @Nullable PrintWriter out) {
        this.task = task;
        this.bar = bar;
        this.out = out;
    }

    /// Of what is short enough to be waited for in silence.
    static Terminal bar(String task, long total) {
        return bar(task, total, null);
    }

    /// @param out where lines go if there is no terminal: what runs for half an hour is looked at before
    ///     its end, and may be stopped
    @SuppressWarnings("SystemConsoleNull") // the JDK's annotations still say that it may be null
    static Terminal bar(String task, long total, @Nullable PrintWriter out) {
        @Nullable Console console = System.console();
        boolean watched = console != null && console.isTerminal();
        return new Terminal(
                task,
                watched
                        ? new ProgressBarBuilder()
                                .setTaskName(task)
                                .setInitialMax(total)
                                .showSpeed()
                                .build()
                        : null,
                out);
    }

    void at(long done, long total, String note) {
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(note);
        } else if (out != null && System.nanoTime() - nextLine >= 0) {
            nextLine = System.nanoTime() + LINE_EVERY;
            out.println("%s: %d of %d %s".formatted(task, done, total, note).strip());
            out.flush();
        }
    }

    JournalVerifier.Progress journal() {
        return (done, total) -> at(done, total, "");
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
