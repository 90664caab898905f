package dev.varve.tools.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.tools.client.Json;
import dev.varve.tools.sync.Events;
import dev.varve.tools.sync.Tally;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Tells of a run: scripts of every step, people of what went wrong and of the sum; with a bar where
/// somebody watches.
final class TreeReport implements Events, AutoCloseable {
    private final Output output;
    private final boolean dry;
    private final Terminal bar;
    private final AtomicLong planned = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();

    TreeReport(Output output, boolean dry) {
        this.output = output;
        this.dry = dry;
        this.bar = Terminal.bar("copied", 0);
    }

    @Override
    public synchronized void done(Action action, String name, long bytes) {
        String word = action.name().toLowerCase(Locale.ROOT);
        if (output.isJson() || dry) {
            ObjectNode line = Json.object().put("action", word).put("name", name);
            output.line(
                    line.put("bytes", bytes).put("dry_run", dry),
                    (dry ? "would " : "") + word + " " + name);
        }
    }

    @Override
    public synchronized void failed(String name, String why) {
        tell("fail", name, why);
    }

    @Override
    public synchronized void leftOut(String name, String why) {
        tell("leave-out", name, why);
    }

    private void tell(String action, String name, String why) {
        if (output.isJson()) {
            output.line(Json.object().put("action", action).put("name", name).put("why", why), "");
        }
        output.error("'" + name + "': " + why);
    }

    @Override
    public void planned(long bytes) {
        planned.addAndGet(bytes);
    }

    @Override
    public void moved(long bytes) {
        bar.at(moved.addAndGet(bytes), planned.get(), "");
    }

    synchronized void sum(Tally tally) {
        ObjectNode line = Json.object().put("action", "sum").put("copied", tally.copied());
        line.put("bytes", tally.bytes()).put("same", tally.same()).put("deleted", tally.deleted());
        line.put("left_out", tally.leftOut()).put("failed", tally.failed()).put("dry_run", dry);
        output.line(
                line,
                "%scopied %d (%d bytes), same %d, deleted %d, left out %d, failed %d"
                        .formatted(
                                dry ? "not done: " : "",
                                tally.copied(),
                                tally.bytes(),
                                tally.same(),
                                tally.deleted(),
                                tally.leftOut(),
                                tally.failed()));
    }

    @Override
    public void close() {
        bar.close();
    }
}
