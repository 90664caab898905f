package dev.varve.tools.cli;

import dev.varve.log.journal.JournalVerifier;
import java.io.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/// A progress bar with the time that is left, where somebody watches; nothing elsewhere.
final class Terminal implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Terminal(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    @SuppressWarnings("SystemConsoleNull") // the JDK's annotations still say that it may be null
    static Terminal bar(String task, long total) {
        @Nullable Console console = System.console();
        boolean watched = console != null && console.isTerminal();
        return new Terminal(
                watched
                        ? new ProgressBarBuilder()
                                .setTaskName(task)
                                .setInitialMax(total)
                                .showSpeed()
                                .build()
                        : null);
    }

    void at(long done, long total, String note) {
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(note);
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
