package dev.varve.tools.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a process has used so far, as Linux tells it under `/proc`.
public record ProcessUse(Duration cpu, long residentBytes) {
    /// Fields are in ticks of a hundredth of a second on every Linux that Java runs on.
    private static final int NANOS_PER_TICK = 10_000_000;

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern BLANK = Pattern.compile(" ");

    public static ProcessUse of(long pid) {
        Path directory = Path.of("/proc", Long.toString(pid));
        try {
            return new ProcessUse(
                    cpu(Files.readString(directory.resolve("stat"))),
                    resident(Files.readString(directory.resolve("status"))));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " is gone", e);
        }
    }

    /// User and system time are the 14th and 15th field; the second may hold blanks, and ends in `)`.
    static Duration cpu(String stat) {
        String[] field = BLANK.split(stat.substring(stat.lastIndexOf(')') + 2), -1);
        long ticks = Long.parseLong(field[11]) + Long.parseLong(field[12]);
        return Duration.ofNanos(ticks * NANOS_PER_TICK);
    }

    static long resident(String status) {
        Matcher found = RESIDENT.matcher(status);
        return found.find() ? Long.parseLong(found.group(1)) << 10 : 0;
    }
}
