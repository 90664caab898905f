package dev.varve.tools.crash;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A load's side of the oracle: one line per fact, taken (by a pipe to the parent, or by the oracle
/// itself) before the method returns.
///
/// An intent comes before its operation starts; then comes one of done (with the id it made and its
/// position), refused or unknown. Each thread has one operation at a time.
final class Report {
    static final String INTENT = "I";
    static final String DONE = "A";
    static final String REFUSED = "R";
    static final String UNKNOWN = "U";
    static final String NOTE = "N";
    static final String TROUBLE = "E";
    static final String READY = "ready";
    static final String OPENED = "opened";

    /// A line this short is written to the pipe whole or not at all.
    private static final int LONGEST_TEXT = 2000;

    private final Consumer<String> taker;

    Report(Consumer<String> taker) {
        this.taker = taker;
    }

    /// A child's report on its output.
    static Report toParent() {
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        return new Report(line -> write(out, line));
    }

    void intent(int thread, Op op) {
        line(INTENT + " " + thread + " " + OpText.format(op));
    }

    void done(int thread, String id, long position) {
        line(DONE + " " + thread + " " + id + " " + position);
    }

    void refused(int thread, String reason) {
        line(REFUSED + " " + thread + " " + reason);
    }

    void unknown(String thread, Throwable failure) {
        line(UNKNOWN + " " + thread + " " + oneLine(describe(failure)));
    }

    void note(String name, long count) {
        line(NOTE + " " + name + " " + count);
    }

    void trouble(String what) {
        line(TROUBLE + " " + oneLine(what));
    }

    /// A failure with the nearest place in our own code.
    static String describe(Throwable failure) {
        String place =
                Arrays.stream(failure.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("dev.varve."))
                        .map(StackTraceElement::toString)
                        .limit(3)
                        .collect(Collectors.joining(" < "));
        String cause = failure.getCause() == null ? "" : "; by " + failure.getCause();
        return failure + " at " + place + cause;
    }

    private static String oneLine(String text) {
        String line = text.replace('\n', ' ');
        return line.substring(0, Math.min(line.length(), LONGEST_TEXT));
    }

    synchronized void line(String line) {
        taker.accept(line);
    }

    private static void write(FileOutputStream out, String line) {
        try {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the parent is gone", e);
        }
    }
}
