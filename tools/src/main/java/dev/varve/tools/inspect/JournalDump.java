package dev.varve.tools.inspect;

import dev.varve.log.Recorded;
import dev.varve.log.journal.JournalVerifier;
import java.util.function.Consumer;

/// Events of a journal as lines of JSON, as far as they can be read.
public final class JournalDump {
    private final JournalVerifier journal;
    private final long from;
    private final long to;

    /// @param from first position
    /// @param to last position, inclusive
    public JournalDump(JournalVerifier journal, long from, long to) {
        this.journal = journal;
        this.from = from;
        this.to = to;
    }

    /// Answers what was found wrong on the way.
    public JournalVerifier.Report run(Consumer<String> lines) {
        return journal.verify(
                JournalVerifier.Progress.NONE,
                recorded -> {
                    long position = recorded.position().value();
                    if (position >= from && position <= to) {
                        lines.accept(line(recorded));
                    }
                });
    }

    static String line(Recorded recorded) {
        return Json.of(recorded);
    }
}
